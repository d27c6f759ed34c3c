//go:build linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// long names the variable that lets tests run which take minutes on a fresh machine. It is none of the program's.
const long = "PIPELINE_E2E_LONG"

var runsLong = os.Getenv(long) != ""

// Where stand-ins serve, each version comes from the Debian release that has it, whatever the release of this machine
// is. The app's own tests look at the image. Its scan fails unless the database knows the release.
func TestVersionsOfPython(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.11", "3.13", "3.14"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			// The images of the others are those of further releases.
			if version != "3.11" && !runsLong {
				t.Skip("set " + long + "=1")
			}
			name := "python" + strings.ReplaceAll(version, ".", "")
			app := copyApp(t, name, filepath.Join("testdata", "versions"),
				replace("pyproject.toml", `python = "3.13"`, fmt.Sprintf("python = %q", version)),
				replace("pyproject.toml", `name = "versions"`, fmt.Sprintf("name = %q", named(name))))
			result := ci(t, nil, app).mustPass(t).app(t, name)
			if want := "4 passed"; result.Tests.String() != want {
				t.Errorf("tests: %s, want %s", result.Tests, want)
			}
			if result.Scan == nil || result.Scan.Database.Advisories == 0 {
				t.Errorf("got the scan %+v", result.Scan)
			}
		})
	}
}
