package proxies

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Not parallel: the environment is the process's.
func TestEnvironment(t *testing.T) {
	for _, name := range Variables {
		t.Setenv(name, "") // which is put back
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	if got := Environment(); len(got) > 0 {
		t.Errorf("got %v of none", got)
	}
	t.Setenv("https_proxy", "http://proxy.example:3128")
	t.Setenv("NO_PROXY", "localhost")
	t.Setenv("ALL_PROXY", "http://other.example")
	if diff := cmp.Diff([]string{"NO_PROXY=localhost", "https_proxy=http://proxy.example:3128"}, Environment()); diff != "" {
		t.Errorf("environment differs (-want +got):\n%s", diff)
	}
}
