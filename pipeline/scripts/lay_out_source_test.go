package scripts

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// unprivileged runs lay-out-source.py on other folders than those of a container, and
// as somebody who may give no file away.
const unprivileged = `
import os, pathlib, sys
source = {"__name__": "source"}
exec(sys.argv[1], source)
source["SOURCE"], source["TREE"] = map(pathlib.Path, sys.argv[2:4])
os.chown = lambda *_: None
source["main"](source["json"].loads(sys.argv[4]))
`

func TestSource(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files, links  map[string]string
		layout        map[string]any
		want, content map[string]string // modes, or targets of links; texts
	}{
		"code and configuration": {
			files:  map[string]string{"app.py": "print(1)\n", "conf/prod.json": "{}"},
			layout: map[string]any{"files": []string{"app.py"}, "config": []string{"conf/prod.json"}},
			want:   map[string]string{"app": "drwxr-xr-x", "app/app.py": "-rw-r--r--", "config": "drwxr-xr-x", "config/prod.json": "-r--------"},
		},
		"configuration that is a link": {
			files:   map[string]string{"conf/prod.json": "{}"},
			links:   map[string]string{"config.json": "conf/current.json", "conf/current.json": "prod.json"},
			layout:  map[string]any{"files": []string{}, "config": []string{"config.json"}},
			want:    map[string]string{"app": "drwxr-xr-x", "config": "drwxr-xr-x", "config/config.json": "-r--------"},
			content: map[string]string{"config/config.json": "{}"},
		},
		"code that is a link": {
			files:  map[string]string{"shop/main.py": "print(1)\n"},
			links:  map[string]string{"app.py": "shop/main.py"},
			layout: map[string]any{"files": []string{"app.py", "shop/main.py"}, "config": []string{}},
			want: map[string]string{
				"app": "drwxr-xr-x", "app/app.py": "→ shop/main.py", "app/shop": "drwxr-xr-x", "app/shop/main.py": "-rw-r--r--", "config": "drwxr-xr-x",
			},
		},
		"a program, and a folder to write to": {
			files: map[string]string{"start.sh": "#!/bin/sh\n"},
			layout: map[string]any{
				"files": []string{"start.sh"}, "config": []string{}, "writable": []string{"/app/media"},
			},
			want: map[string]string{"app": "drwxr-xr-x", "app/start.sh": "-rwxr-xr-x", "app/media": "dgrwxrwxr-x", "config": "drwxr-xr-x"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, tree := t.TempDir(), filepath.Join(t.TempDir(), "tree")
			for path, text := range test.files {
				mode := fs.FileMode(0o600)
				if filepath.Ext(path) == ".sh" {
					mode = 0o700
				}
				if err := write(filepath.Join(source, path), text, mode); err != nil {
					t.Fatal(err)
				}
			}
			for path, target := range test.links {
				if err := os.Symlink(target, filepath.Join(source, path)); err != nil {
					t.Fatal(err)
				}
			}
			layout := map[string]any{"owner": 10001, "compile": false, "writable": []string{}}
			for key, value := range test.layout {
				layout[key] = value
			}
			argument, err := json.Marshal(layout)
			if err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(python(), "-I", "-c", unprivileged, LayOutSource.Text, source, tree, string(argument)).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			got, err := modes(tree)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("tree differs (-want +got):\n%s", diff)
			}
			for path, want := range test.content {
				if text, err := os.ReadFile(filepath.Join(tree, path)); string(text) != want || err != nil {
					t.Errorf("%s holds %q, %v; want %q", path, text, err, want)
				}
			}
		})
	}
}

// What a link of the source leads to outside of it is not the app's.
func TestConfigurationThatLeadsOut(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	source := filepath.Join(base, "source")
	if err := write(filepath.Join(base, "secret"), "hunter2", 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(source, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../secret", filepath.Join(source, "config.json")); err != nil {
		t.Fatal(err)
	}
	const layout = `{"files": [], "config": ["config.json"], "owner": 10001, "compile": false, "writable": []}`
	out, err := exec.Command(python(), "-I", "-c", unprivileged, LayOutSource.Text, source, filepath.Join(base, "tree"), layout).CombinedOutput()
	if want := "source: config.json leads out of the app's folder\n"; err == nil || string(out) != want {
		t.Errorf("got %v and %q, want %q", err, out, want)
	}
	if _, err := os.Lstat(filepath.Join(base, "tree/config/config.json")); err == nil {
		t.Error("the configuration was taken")
	}
}

func write(path, text string, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), mode)
}

// modes are those of all below a folder, and the targets of links.
func modes(root string) (map[string]string, error) {
	found := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		found[filepath.ToSlash(name)] = info.Mode().String()
		if info.Mode()&fs.ModeSymlink != 0 {
			target, err := os.Readlink(path)
			found[filepath.ToSlash(name)] = fmt.Sprint("→ ", target)
			return err
		}
		return nil
	})
	return found, err
}
