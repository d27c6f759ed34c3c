//go:build linux

package embedded

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"testing"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	before := launch{
		Identity: own, Rootfs: "/cache/rootfs/0123", StandIns: true, CacheLimit: 20e9, Environment: []string{"GOPROXY=direct"},
	}
	for name, test := range map[string]struct {
		change func(*launch)
		want   string
	}{
		"nothing":    {func(*launch) {}, "it does not answer"},
		"stand-ins":  {func(l *launch) { l.StandIns = false }, "stand-ins off"},
		"limit":      {func(l *launch) { l.CacheLimit = 5e8 }, "cache limit 500000000 bytes"},
		"programs":   {func(l *launch) { l.Rootfs = "/cache/rootfs/4567" }, "other programs or certificate authorities"},
		"proxies":    {func(l *launch) { l.Environment = nil }, "proxy variables"},
		"everything": {func(l *launch) { *l = launch{StandIns: false} }, "stand-ins off, cache limit 0 bytes, other programs or certificate authorities, proxy variables"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := New(Folder(t.TempDir()), Settings{})
			write(t, e.folder.launch(), before)
			wanted := before
			test.change(&wanted)
			if got := e.changes(wanted); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestChangesOfAnUnknownEngine(t *testing.T) {
	t.Parallel()
	if got := New(Folder(t.TempDir()), Settings{}).changes(launch{}); got != "unknown" {
		t.Errorf("got %s", got)
	}
}

// A file alone proves nothing: the supervisor has to live.
func TestServesNeedsASupervisor(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	wanted := launch{Identity: own}
	write(t, e.folder.launch(), wanted)
	if e.serves(wanted) {
		t.Error("nothing runs there")
	}
}

// An engine whose bridge cannot say what ip_forward was before is started anew:
// with it another engine would take its own setting for the host's.
func TestTakeOverNeedsAMarkedBridge(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	wanted := launch{Identity: identity{Network: "none"}} // nothing made its bridge
	write(t, e.folder.launch(), wanted)
	unlock, err := lock(t.Context(), silent(t), e.folder.supervisorLock(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(unlock)
	socket, err := net.Listen("unix", e.folder.socket())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	if err := os.WriteFile(e.folder.ipForward(), []byte("0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if !e.serves(wanted) {
		t.Fatal("the stand-in for an engine does not answer")
	}
	if e.takeOver(wanted) {
		t.Error("its bridge is not marked")
	}
}

func write(t *testing.T, file string, value any) {
	t.Helper()
	content, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
