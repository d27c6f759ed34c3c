package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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

func TestShellUsesTheModuleOfTheSettings(t *testing.T) {
	t.Parallel()
	c := config.Config{Module: "github.com/acme/pipeline@v2"}
	if got := shellArguments("/repository", app{}, &c); !slices.Contains(got, "--mod=github.com/acme/pipeline@v2") {
		t.Errorf("got %q", got)
	}
}

// Not parallel: the environment is the process's.
func TestDaggerProgram(t *testing.T) {
	folder := tree(t, map[string]string{"path/dagger": "", "cache/bin/dagger": "", "empty/readme": ""})
	for _, name := range []string{"path/dagger", "cache/bin/dagger"} {
		if err := os.Chmod(filepath.Join(folder, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	const missing = "shell: it needs the program dagger, version "
	for name, test := range map[string]struct{ path, named, want, err string }{
		"on PATH":        {path: "path", want: "path/dagger"},
		"the engine's":   {path: "path", named: "cache/bin/dagger", want: "cache/bin/dagger"},
		"nowhere":        {path: "empty", err: missing},
		"a mistyped one": {path: "path", named: "cache/bin/digger", err: missing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PATH", filepath.Join(folder, test.path))
			t.Setenv(daggerVariable, "")
			if test.named != "" {
				t.Setenv(daggerVariable, filepath.Join(folder, test.named))
			}
			got, err := daggerProgram()
			if test.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.err) || !strings.HasSuffix(err.Error(), "; install it or name it in "+daggerVariable) {
					t.Errorf("got %v", err)
				}
				return
			}
			if want := filepath.Join(folder, test.want); err != nil || got != want {
				t.Errorf("got %s, %v, want %s", got, err, want)
			}
		})
	}
}
