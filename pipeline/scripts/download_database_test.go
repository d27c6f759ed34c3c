package scripts

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever is wrong with a repository, the next one is asked.
func TestDatabaseRepositories(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		repositories []string
		asked        string
		fails        bool
	}{
		"the first has it":    {[]string{"mirror/good", "ghcr/good"}, "mirror/good", false},
		"the second has it":   {[]string{"mirror/gone", "ghcr/good", "quay/good"}, "mirror/gone ghcr/good", false},
		"none has it":         {[]string{"mirror/gone", "ghcr/gone"}, "mirror/gone ghcr/gone", true},
		"there is only one":   {[]string{"ghcr/good"}, "ghcr/good", false},
		"a name with a space": {[]string{"a b/gone", "ghcr/good"}, "a b/gone ghcr/good", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			fake := `#!/bin/sh
[ "$*" = "image --quiet --download-db-only --no-progress --cache-dir /cache --db-repository $8" ] || exit 9
printf '%s\n' "$8" >>` + folder + `/asked
case $8 in *good) ;; *) echo "FATAL 404" >&2; exit 1 ;; esac
`
			if err := os.WriteFile(filepath.Join(folder, "trivy"), []byte(fake), 0o700); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("sh", append([]string{"-c", DownloadDatabase.Text, "database", "/cache"}, test.repositories...)...)
			cmd.Env = append(os.Environ(), "PATH="+folder+":"+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			if (err != nil) != test.fails {
				t.Errorf("it ended with %v: %s", err, out)
			}
			asked, err := os.ReadFile(filepath.Join(folder, "asked"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.asked, strings.ReplaceAll(strings.TrimSpace(string(asked)), "\n", " ")); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
			if test.fails && !strings.Contains(string(out), "vulnerability database: not from "+test.repositories[1]) {
				t.Errorf("it said %s", out)
			}
		})
	}
}
