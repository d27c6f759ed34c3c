package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestShellArguments(t *testing.T) {
	t.Parallel()
	shop := app{name: "shop", folder: "/srv/shop"}
	for name, test := range map[string]struct {
		ca   string
		want []string
	}{
		"an app": {
			want: []string{"call", "--silent", "--mod=/repository", "--source=/srv/shop", "--name=shop", "dev", "terminal"},
		},
		"with authorities of its own": {
			ca:   "/etc/ca.pem",
			want: []string{"call", "--silent", "--mod=/repository", "--source=/srv/shop", "--name=shop", "--ca=/etc/ca.pem", "dev", "terminal"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, shellArguments("/repository", shop, test.ca)); diff != "" {
				t.Errorf("arguments differ (-want +got):\n%s", diff)
			}
		})
	}
}

// Not parallel: the environment is the process's.
func TestDaggerProgram(t *testing.T) {
	for path, want := range map[string]string{"": "dagger", "/cache/bin/dagger": "/cache/bin/dagger"} {
		t.Setenv("_EXPERIMENTAL_DAGGER_CLI_BIN", path)
		if got := daggerProgram(); got != want {
			t.Errorf("with %q: got %s, want %s", path, got, want)
		}
	}
}
