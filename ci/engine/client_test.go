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

// Dagger's SDK finds its folder of programs when a process starts, so that the
// download is tried in one of its own: in an empty folder, by way of a proxy that
// is not there.
func TestClientOfTheEnginesVersion(t *testing.T) {
	const variable = "TEST_DOWNLOADS_A_CLIENT"
	if os.Getenv(variable) != "" {
		path, err := useClient(t.Context(), &config.Config{}, nil)
		fmt.Println(path, err)
		return
	}
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), variable+"=1", "XDG_CACHE_HOME="+t.TempDir(), "HTTPS_PROXY=http://127.0.0.1:1", "NO_PROXY=")
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	version := strings.TrimPrefix(embedded.Version, "v")
	for _, want := range []string{"dagger program " + embedded.Version + ": ", "/releases/" + version + "/", "; name one in _EXPERIMENTAL_DAGGER_CLI_BIN"} {
		if !strings.Contains(string(said), want) {
			t.Errorf("%q is missing in: %s", want, said)
		}
	}
}

// Not parallel: the environment is the process's.
func TestClientOfTheSettings(t *testing.T) {
	t.Setenv("_EXPERIMENTAL_DAGGER_CLI_BIN", "")
	named := filepath.Join(t.TempDir(), "dagger")
	path, err := useClient(t.Context(), &config.Config{DaggerCLI: named}, nil)
	if used := os.Getenv("_EXPERIMENTAL_DAGGER_CLI_BIN"); path != named || used != named || err != nil {
		t.Errorf("got %s, %v; the SDK would use %s", path, err, used)
	}
}
