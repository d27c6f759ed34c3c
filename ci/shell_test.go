package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/config"
)

// Not parallel: the environment is the process's.
func TestShellArguments(t *testing.T) {
	shop := app{name: "shop", folder: "/srv/shop"}
	t.Setenv("HTTP_PROXY", "")
	for name, test := range map[string]struct {
		config config.Config
		want   []string
	}{
		"an app": {},
		"another Python, authorities of its own": {
			config: config.Config{Python: "3.13", SSLCertFile: "/etc/ca.pem"},
			want:   []string{"--python=3.13", "--ca=/etc/ca.pem"},
		},
		"addresses with credentials are named, not given": {
			config: config.Config{PipIndexURL: config.NewSecret("https://me:secret@index.example"), HTTPProxy: config.NewSecret("http://me:secret@proxy.example")},
			want:   []string{"--index-url=env:PIP_INDEX_URL", "--http-proxy=env:http_proxy"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PIP_INDEX_URL", "https://me:secret@index.example")
			want := slices.Concat([]string{"call", "--mod=/repository", "--source=/srv/shop", "--name=shop"}, test.want, []string{"dev", "terminal"})
			if diff := cmp.Diff(want, shellArguments("/repository", shop, &test.config)); diff != "" {
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
