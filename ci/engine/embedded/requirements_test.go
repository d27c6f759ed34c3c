package embedded

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// missing are what canRun says, whatever machine runs the tests.
func missing(tools ...string) string {
	var all []string
	switch {
	case runtime.GOOS != "linux":
		all = append(all, "Linux (this is "+runtime.GOOS+")")
	case os.Geteuid() != 0:
		all = append(all, "root")
	}
	if all = append(all, tools...); len(all) == 0 {
		return ""
	}
	return "embedded engine: it needs " + strings.Join(all, " and ") + ", which this machine lacks; " +
		"install Docker or Podman, or name a running engine in _EXPERIMENTAL_DAGGER_RUNNER_HOST"
}

// Not parallel: PATH is the process's.
func TestCanRun(t *testing.T) {
	for name, test := range map[string]struct{ has, lacks []string }{
		"everything": {has: tools},
		"no Perl":    {has: []string{"apt-get", "dpkg-deb", "tar", "go"}, lacks: []string{"perl"}},
		"no Debian":  {has: []string{"perl", "tar", "go"}, lacks: []string{"apt-get", "dpkg-deb"}},
		"nothing":    {lacks: tools},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for _, tool := range test.has {
				if err := os.WriteFile(filepath.Join(folder, tool), nil, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			t.Setenv("PATH", folder)
			got := ""
			if err := CanRun(); err != nil {
				got = err.Error()
			}
			if want := missing(test.lacks...); got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}
