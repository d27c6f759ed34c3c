//go:build linux

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/engine/embedded/program"
)

func TestRemoveOldVersions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		compiling bool
		want      []string
	}{
		"no run compiles":  {false, []string{"trivy"}},
		"one run compiles": {true, []string{".trivy-unfinished", "trivy"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := New(Folder(t.TempDir()), Settings{})
			trivy := e.folder.program(program.Trivy)
			for _, folder := range []string{trivy, trivy + "-old", filepath.Join(e.folder.programs(), ".trivy-unfinished")} {
				if err := os.MkdirAll(folder, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if test.compiling {
				unlock, err := lock(t.Context(), silent(t), waitLimit, e.folder.programsLock(), "")
				if err != nil {
					t.Fatal(err)
				}
				defer unlock()
			}
			states := map[string]bool{e.folder.state(): true, filepath.Join(e.folder.states(), "v0.16.0"): false, filepath.Join(e.folder.states(), "worker"): false}
			for folder := range states {
				if err := os.MkdirAll(folder, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			e.removeOldVersions(engineConfig{})
			for folder, want := range states {
				if exists(folder) != want {
					t.Errorf("%s exists: %v", folder, !want)
				}
			}
			entries, err := os.ReadDir(e.folder.programs())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, entry := range entries {
				if name := entry.Name(); name == filepath.Base(trivy) {
					got = append(got, "trivy")
				} else {
					got = append(got, name)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("the programs differ (-want +got):\n%s", diff)
			}
		})
	}
}

// Neither call waits for ever or creates the folder.
func TestStopAndPruneWithoutAFolder(t *testing.T) {
	t.Parallel()
	e := New(Folder(filepath.Join(t.TempDir(), "cache")), Settings{})
	if err := errors.Join(e.Stop(t.Context(), silent(t)), e.Prune(t.Context(), silent(t))); err != nil {
		t.Error(err)
	}
	if exists(string(e.folder)) {
		t.Error("the folder was created")
	}
}

func TestPrune(t *testing.T) {
	t.Parallel()
	e := New(Folder(filepath.Join(t.TempDir(), "cache")), Settings{})
	write(t, filepath.Join(e.folder.programs(), "trivy"), "a program")
	unlock, err := e.folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	busy, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := e.Prune(busy, silent(t)); !errors.Is(err, context.DeadlineExceeded) || !exists(e.folder.programs()) {
		t.Errorf("another run works in the folder: got %v", err)
	}
	unlock()
	if err := e.Prune(t.Context(), silent(t)); err != nil || exists(string(e.folder)) {
		t.Errorf("got %v", err)
	}
}

// A run does not lose the engine that it uses.
func TestStopAndPruneRefuseDuringARun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		use       func(*testing.T, Folder) io.Closer
		stop, all bool
	}{
		"in a session": {func(t *testing.T, f Folder) io.Closer { return session(t, f) }, true, true},
		"compiling":    {func(t *testing.T, f Folder) io.Closer { return compiling(t, f) }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := New(Folder(filepath.Join(t.TempDir(), "cache")), Settings{})
			if err := e.folder.create(); err != nil {
				t.Fatal(err)
			}
			user := test.use(t, e.folder)
			advice := fmt.Sprintf("; end process %d first, or wait for it", os.Getpid())
			if err := e.Stop(t.Context(), silent(t)); (err != nil) != test.stop || err != nil && !strings.HasSuffix(err.Error(), "a run uses it"+advice) {
				t.Errorf("stop: got %v", err)
			}
			if err := e.Prune(t.Context(), silent(t)); err == nil || !strings.HasSuffix(err.Error(), "prune: a run works in "+string(e.folder)+advice) {
				t.Errorf("prune: got %v", err)
			}
			user.Close()
			if err := errors.Join(e.Stop(t.Context(), silent(t)), e.Prune(t.Context(), silent(t))); err != nil || exists(string(e.folder)) {
				t.Errorf("afterwards: got %v", err)
			}
		})
	}
}

func session(t *testing.T, folder Folder) *os.File {
	t.Helper()
	file, err := folder.registerSession()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func compiling(t *testing.T, folder Folder) *os.File {
	t.Helper()
	file, err := tryLock(folder.programsLock())
	if err != nil || file == nil {
		t.Fatalf("got %v, %v", file, err)
	}
	return file
}

// When the configuration's file is lost, the network's name is still known.
func TestLastConfigWithoutItsFile(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	write(t, e.folder.configFile(), engineConfig{Identity: testIdentity, Rootfs: "/cache/rootfs/0123"})
	if last, launched := e.lastConfig(); !launched || last.Identity != testIdentity {
		t.Errorf("got %+v, %v", last, launched)
	}
	if err := os.WriteFile(e.folder.configFile(), []byte(`{"folder": "/ca`), 0o600); err != nil {
		t.Fatal(err)
	}
	if last, launched := e.lastConfig(); launched || last.Identity.Network != networkName(string(e.folder)) || last.Rootfs != "" {
		t.Errorf("got %+v, %v", last, launched)
	}
	write(t, e.folder.identityFile(), testIdentity)
	rootfs := filepath.Join(e.folder.rootfs(), "0123")
	write(t, filepath.Join(rootfs, "usr", "sbin", "iptables-save"), "")
	if last, launched := e.lastConfig(); launched || last.Identity != testIdentity || last.Rootfs != rootfs {
		t.Errorf("got %+v, %v", last, launched)
	}
}
