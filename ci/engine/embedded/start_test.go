//go:build linux

package embedded

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/progress"
)

func TestWhyRestart(t *testing.T) {
	t.Parallel()
	before := launch{
		Identity: own, Rootfs: "/cache/rootfs/0123", StandIns: true, CacheLimit: 20e9, Environment: []string{"GOPROXY=direct"},
	}
	for name, test := range map[string]struct {
		change func(*launch)
		want   string
	}{
		"nothing":    {func(*launch) {}, "it does not answer"},
		"stand-ins":  {func(l *launch) { l.StandIns = false }, "its settings changed: stand-ins off"},
		"limit":      {func(l *launch) { l.CacheLimit = 5e8 }, "its settings changed: cache limit 500000000 bytes"},
		"programs":   {func(l *launch) { l.Rootfs = "/cache/rootfs/4567" }, "its settings changed: other programs or certificate authorities"},
		"proxies":    {func(l *launch) { l.Environment = nil }, "its settings changed: proxy variables"},
		"everything": {func(l *launch) { *l = launch{StandIns: false} }, "its settings changed: stand-ins off, cache limit 0 bytes, other programs or certificate authorities, proxy variables"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := New(Folder(t.TempDir()), Settings{})
			write(t, e.folder.launch(), before)
			wanted := before
			test.change(&wanted)
			if got := e.whyRestart(wanted); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestWhyRestartOfAnUnknownEngine(t *testing.T) {
	t.Parallel()
	if got := New(Folder(t.TempDir()), Settings{}).whyRestart(launch{}); !strings.HasPrefix(got, "its settings are not known: open ") {
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
func TestAnEngineWithoutAMarkedBridgeIsRestarted(t *testing.T) {
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
	var shown strings.Builder
	display := progress.New(&shown, progress.Options{})
	// Of this one no process is known that could be ended.
	err = e.prepare(t.Context(), display, wanted, nil)
	display.Close()
	if err == nil || !strings.HasPrefix(err.Error(), "embedded engine: stop: ") {
		t.Errorf("got %v", err)
	}
	if want := "embedded engine: restarting: its bridge cannot be marked: open /sys/class/net/none0/ifalias: "; !strings.HasPrefix(shown.String(), want) {
		t.Errorf("got %q, want %q", shown.String(), want)
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
