package command

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/apptest"
	"python-pipeline/ci/config"
)

// Not parallel: the environment is the process's.
func TestShellArguments(t *testing.T) {
	shop := apps.App{Name: "shop", Folder: "/srv/shop", Source: "/srv/shop"}
	t.Setenv("HTTP_PROXY", "")
	for name, test := range map[string]struct {
		config config.Config
		want   []string
	}{
		"an app": {},
		"another Python, other authorities": {
			config: config.Config{Python: "3.13", SSLCertFile: "/etc/ca.pem"},
			want:   []string{"--python=3.13", "--ca=/etc/ca.pem"},
		},
		"addresses with credentials are named, not given": {
			config: config.Config{PipIndexURL: config.NewSecret("https://me:secret@index.example"), HTTPProxy: config.NewSecret("http://me:secret@proxy.example")},
			want:   []string{"--index-url=env:PIP_INDEX_URL", "with-proxy", "--http=env:http_proxy"},
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
	if got := shellArguments("/repository", apps.App{}, &c); !slices.Contains(got, "--mod=github.com/acme/pipeline@v2") {
		t.Errorf("got %q", got)
	}
}

// The module would else choose a version of Python that this machine has no image of.
func TestShellUsesTheVersionsOfPythonThatThereAre(t *testing.T) {
	t.Parallel()
	if got := shellArguments("/repository", apps.App{Pythons: []string{"3.11", "3.13"}}, &config.Config{}); !slices.Contains(got, "--pythons=3.11,3.13") {
		t.Errorf("got %q", got)
	}
}

// Not parallel: the environment is the process's.
func TestDaggerProgram(t *testing.T) {
	folder := apptest.Write(t, map[string]string{"path/dagger": "", "cache/bin/dagger": "", "empty/readme": ""})
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
			named := test.named
			if named != "" {
				named = filepath.Join(folder, named)
			}
			got, err := daggerProgram(named)
			if test.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.err) || !strings.HasSuffix(err.Error(), "; install it or name it in _EXPERIMENTAL_DAGGER_CLI_BIN") {
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

// A closer notes when it is closed.
type closer func() error

func (c closer) Close() error { return c() }

// The open session keeps other runs from restarting the engine. Not parallel: a program cannot be started while another
// test's child has it open for writing.
func TestTheSessionIsOpenAsLongAsTheShell(t *testing.T) {
	folder := t.TempDir()
	program, ended := filepath.Join(folder, "dagger"), filepath.Join(folder, "ended")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nsleep 0.1; echo \"$@\" > '"+ended+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	closed := 0
	session := closer(func() error {
		closed++
		if output, err := os.ReadFile(ended); err != nil || string(output) != "call dev terminal\n" {
			t.Errorf("the shell has not ended: %q, %v", output, err)
		}
		return errors.New("engine: it did not end the session within 30s")
	})
	err := openShell(t.Context(), session, program, []string{"call", "dev", "terminal"})
	if closed != 1 || err == nil || err.Error() != "engine: it did not end the session within 30s" {
		t.Errorf("closed %d times, %v", closed, err)
	}
}

func TestTheSessionIsClosedWithoutAShell(t *testing.T) {
	t.Parallel()
	closed := 0
	err := openShell(t.Context(), closer(func() error { closed++; return nil }), filepath.Join(t.TempDir(), "gone"), nil)
	if closed != 1 || err == nil {
		t.Errorf("closed %d times, %v", closed, err)
	}
}
