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
	before := engineConfig{
		Identity: testIdentity, Rootfs: "/cache/rootfs/0123", StandIns: true, CacheLimit: 20e9, Environment: []string{"GOPROXY=direct"},
	}
	for name, test := range map[string]struct {
		change func(*engineConfig)
		want   string
	}{
		"nothing":    {func(*engineConfig) {}, "it does not answer"},
		"stand-ins":  {func(c *engineConfig) { c.StandIns = false }, "its settings changed: stand-ins off"},
		"limit":      {func(c *engineConfig) { c.CacheLimit = 5e8 }, "its settings changed: cache limit 500000000 bytes"},
		"programs":   {func(c *engineConfig) { c.Rootfs = "/cache/rootfs/4567" }, "its settings changed: other programs or certificate authorities"},
		"proxies":    {func(c *engineConfig) { c.Environment = nil }, "its settings changed: proxy variables"},
		"everything": {func(c *engineConfig) { *c = engineConfig{StandIns: false} }, "its settings changed: stand-ins off, cache limit 0 bytes, other programs or certificate authorities, proxy variables"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := New(Folder(t.TempDir()), Settings{})
			write(t, e.folder.configFile(), before)
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
	if got := New(Folder(t.TempDir()), Settings{}).whyRestart(engineConfig{}); !strings.HasPrefix(got, "its settings are not known: open ") {
		t.Errorf("got %s", got)
	}
}

// A configuration file does not prove that an engine runs.
func TestServesRequiresASupervisor(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	wanted := engineConfig{Identity: testIdentity}
	write(t, e.folder.configFile(), wanted)
	if e.serves(wanted) {
		t.Error("it serves without a supervisor")
	}
}

// An engine without the host's ip_forward in its bridge's alias is restarted:
// another engine would take the changed setting for the host's.
func TestAnEngineWithoutAMarkedBridgeIsRestarted(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	wanted := engineConfig{Identity: networkIdentity{Network: "none"}} // this bridge does not exist
	write(t, e.folder.configFile(), wanted)
	unlock, err := lock(t.Context(), silent(t), waitLimit, e.folder.supervisorLock(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(unlock)
	socket, err := net.Listen("unix", e.folder.socket())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	if err := os.WriteFile(e.folder.ipForwardFile(), []byte("0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if !e.serves(wanted) {
		t.Fatal("the fake engine does not answer")
	}
	var shown strings.Builder
	display := progress.New(&shown, progress.Options{})
	// The fake engine has no process that could be stopped.
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
