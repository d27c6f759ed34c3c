package embedded

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// missing returns the expected error, whatever machine runs the tests.
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

// Not parallel: PATH belongs to the process.
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

func TestOnlyIPv6(t *testing.T) {
	t.Parallel()
	loopback := []string{"127.0.0.1/8", "::1/128"}
	for name, test := range map[string]struct {
		addresses []string
		want      bool
	}{
		"both":                   {[]string{"192.0.2.7/24", "2001:db8::7/64", "fe80::7/64"}, false},
		"IPv4":                   {[]string{"192.0.2.7/24"}, false},
		"IPv6":                   {[]string{"2001:db8::7/64", "fe80::7/64"}, true},
		"a private network":      {[]string{"10.0.0.7/8"}, false},
		"only link-local IPv4":   {[]string{"169.254.7.7/16", "2001:db8::7/64"}, true},
		"no network at all":      {nil, false},
		"a network without IPv6": {[]string{"fe80::7/64"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := onlyIPv6(addresses(t, append(test.addresses, loopback...))); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
