package proxies

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Not parallel: the environment belongs to the process.
func TestEnvironment(t *testing.T) {
	for _, name := range Variables {
		t.Setenv(name, "") // so that the test's end restores the variable
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	if got := Environment(); len(got) > 0 {
		t.Errorf("got %v without any variable", got)
	}
	t.Setenv("https_proxy", "http://proxy.example:3128")
	t.Setenv("NO_PROXY", "localhost")
	t.Setenv("ALL_PROXY", "http://other.example")
	if diff := cmp.Diff([]string{"NO_PROXY=localhost", "https_proxy=http://proxy.example:3128"}, Environment()); diff != "" {
		t.Errorf("environment differs (-want +got):\n%s", diff)
	}
}
