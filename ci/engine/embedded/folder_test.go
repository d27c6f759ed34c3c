package embedded

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewFolder(t *testing.T) {
	t.Parallel()
	real, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ path, want string }{
		"absolute":             {real, real},
		"not clean":            {real + "/a/../", real},
		"a link is its target": {link, real},
		"does not exist":       {real + "/cache", real + "/cache"},
		"the longest path":     {"/" + strings.Repeat("c", 106-len("/run/engine.sock")), "/" + strings.Repeat("c", 106-len("/run/engine.sock"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := NewFolder(test.path); err != nil || string(got) != test.want {
				t.Errorf("got %s, %v; want %s", got, err, test.want)
			}
		})
	}
}

// A folder with two names would get two engines.
func TestNewFolderBelowALinkHasOneName(t *testing.T) {
	t.Parallel()
	target, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	path, want := filepath.Join(link, "ada", "cache"), filepath.Join(target, "ada", "cache")
	if got, err := NewFolder(path); err != nil || string(got) != want {
		t.Errorf("before it exists: got %s, %v; want %s", got, err, want)
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if got, err := NewFolder(path); err != nil || string(got) != want {
		t.Errorf("after: got %s, %v; want %s", got, err, want)
	}
}

func TestListensAt(t *testing.T) {
	t.Parallel()
	cache := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(cache, link); err != nil {
		t.Fatal(err)
	}
	folder, err := NewFolder(cache)
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"unix://" + cache + "/run/engine.sock":        true,
		"unix://" + cache + "/run/../run/engine.sock": true,
		"unix://" + link + "/run/engine.sock":         true,
		"unix://" + cache + "/run/another.sock":       false,
		"unix:///another/run/engine.sock":             false,
		cache + "/run/engine.sock":                    false,
		"tcp://" + cache + "/run/engine.sock":         false,
		"tcp://127.0.0.1:1234":                        false,
		"unix://":                                     false,
		"":                                            false,
	} {
		if got := folder.ListensAt(address); got != want {
			t.Errorf("%q: got %t", address, got)
		}
	}
}

func TestNewFolderRefusesALongPath(t *testing.T) {
	t.Parallel()
	path := "/" + strings.Repeat("c", 100)
	want := "cache folder " + path + ": its path is 10 characters too long for a socket in it; set PIPELINE_CACHE_DIR to a shorter one"
	if got, err := NewFolder(path); err == nil || err.Error() != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

// A relative path is resolved at once: the supervisor has another working
// folder.
func TestNewFolderIsAbsolute(t *testing.T) {
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	if got, err := NewFolder("cache"); err != nil || string(got) != filepath.Join(folder, "cache") {
		t.Errorf("got %s, %v", got, err)
	}
}

// A root file system has setuid programs, and old ones. Other users must not
// reach them, whatever the permissions of the cache folder's parents.
func TestCreateMakesPartsPrivate(t *testing.T) {
	t.Parallel()
	f := Folder(filepath.Join(t.TempDir(), "cache"))
	// An earlier version created the parts with this mode.
	for _, part := range []string{f.rootfs(), f.programs(), f.debian(), f.standIns()} {
		if err := os.MkdirAll(part, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.create(); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{f.run(), f.rootfs(), f.programs(), f.debian(), f.standIns(), f.state(), f.registryData()} {
		if info, err := os.Stat(part); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: got %v, %v", part, info.Mode(), err)
		}
	}
}

func TestCreateRefusesASharedFolder(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	if err := os.Chmod(path, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := Folder(path).create(); err == nil || !strings.Contains(err.Error(), "other users can write it") {
		t.Errorf("got %v", err)
	}
}

func TestEverythingLiesInTheFolder(t *testing.T) {
	t.Parallel()
	f := Folder("/cache")
	for _, path := range []string{
		f.lockFile(), f.identityFile(), f.debian(), f.programs(), f.rootfs(), f.standIns(), f.states(), f.state(), f.registryData(), f.probeFile(), f.cli(),
		f.run(), f.socket(), f.supervisorLock(), f.passwordFile(), f.configFile(), f.ipForwardFile(), f.logFile("engine"),
	} {
		if !strings.HasPrefix(path, "/cache/") {
			t.Errorf("%s is outside", path)
		}
	}
}
