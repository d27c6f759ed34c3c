package engine

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
)

// Dagger's SDK computes its download folder when a process starts. So the
// download runs in a process of its own, with an empty folder and a proxy that
// does not exist.
func TestUseClientDownloadsTheEnginesVersion(t *testing.T) {
	const variable = "TEST_DOWNLOADS_A_CLIENT"
	if os.Getenv(variable) != "" {
		path, err := useClient(t.Context(), &config.Config{}, nil)
		fmt.Println(path, err)
		return
	}
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), variable+"=1", "XDG_CACHE_HOME="+t.TempDir(), "HTTPS_PROXY=http://127.0.0.1:1", "NO_PROXY=")
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	version := strings.TrimPrefix(embedded.Version, "v")
	for _, want := range []string{"dagger program " + embedded.Version + ": ", "/releases/" + version + "/", "; name one in _EXPERIMENTAL_DAGGER_CLI_BIN"} {
		if !strings.Contains(string(output), want) {
			t.Errorf("%q is missing in: %s", want, output)
		}
	}
}

// Not parallel: the environment belongs to the process.
func TestUseClientOfTheSettings(t *testing.T) {
	t.Setenv("_EXPERIMENTAL_DAGGER_CLI_BIN", "")
	program := filepath.Join(t.TempDir(), "dagger")
	path, err := useClient(t.Context(), &config.Config{DaggerCLI: program}, nil)
	if variable := os.Getenv("_EXPERIMENTAL_DAGGER_CLI_BIN"); path != program || variable != program || err != nil {
		t.Errorf("got %s, %v; the SDK would use %s", path, err, variable)
	}
}
