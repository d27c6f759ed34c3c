package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

const secret = "hunter2"

// folder makes an app's folder, with a secret in a file beside it. A name that ends
// in a slash is a folder; a value that begins with -> is a link.
func folder(t *testing.T, files map[string]string) Folder {
	t.Helper()
	root := filepath.Join(t.TempDir(), "app")
	write(t, filepath.Join(filepath.Dir(root), "secret"), secret)
	if err := os.MkdirAll(root, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		place := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
			t.Fatal(err)
		}
		if target, isLink := strings.CutPrefix(text, "->"); isLink {
			if err := os.Symlink(target, place); err != nil {
				t.Fatal(err)
			}
			continue
		}
		write(t, place, text)
	}
	return Folder(root)
}

func write(t *testing.T, place, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(place, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFolderIsAFileSystem(t *testing.T) {
	t.Parallel()
	f := folder(t, map[string]string{"app.py": "print(1)", "shop/models.py": ""})
	if err := fstest.TestFS(f, "app.py", "shop/models.py"); err != nil {
		t.Error(err)
	}
}

func TestLinksInsideAreFollowed(t *testing.T) {
	t.Parallel()
	f := folder(t, map[string]string{
		"deps/base/prod.txt": "lark",
		"one":                "->deps/base/prod.txt",
		"two":                "->one",
		"folder":             "->deps",
		"deps/up":            "->../folder/base/../base/prod.txt",
	})
	for _, name := range []string{"one", "two", "folder/base/prod.txt", "deps/up", "folder/up"} {
		if text, err := f.ReadFile(name); string(text) != "lark" || err != nil {
			t.Errorf("%s: got %q, %v", name, text, err)
		}
	}
	if info, err := f.Stat("folder"); err != nil || !info.IsDir() {
		t.Errorf("the link to a folder: got %v, %v", info, err)
	}
	if links, err := f.Links("two"); strings.Join(links, " ") != "one deps/base/prod.txt" || err != nil {
		t.Errorf("got the links %v, %v", links, err)
	}
}

func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	f := folder(t, map[string]string{
		"relative": "->../secret",
		"chain":    "->relative",
		"deep/up":  "->../../secret",
		"parent":   "->..",
		"around":   "->../app/app.py",
		"system":   "->/etc/passwd",
		"process":  "->/proc/self/environ",
		"zero":     "->/dev/zero",
		"terminal": "->/dev/tty",
		"itself":   "->itself",
		"there":    "->back",
		"back":     "->there",
		"app.py":   "print(1)",
		"dangling": "->nothing",
		"large":    strings.Repeat("x", MaxBytes+1),
		"limit":    strings.Repeat("x", MaxBytes),
		"folder/a": "",
	})
	if err := os.Symlink(filepath.Join(string(f), "app.py"), filepath.Join(string(f), "absolute")); err != nil {
		t.Fatal(err)
	}
	const outside, loop = "leads out of the app's folder", "leads to itself"
	for name, want := range map[string]string{
		"relative": outside, "chain": outside, "deep/up": outside, "parent/secret": outside, "around": outside,
		"system": outside, "process": outside, "zero": outside, "terminal": outside, "absolute": outside,
		"itself": loop, "there": loop, "large": "larger than 8 MB", "folder": "is a directory",
		"dangling": "no such file", "app.py/x": "not exist", "../secret": "invalid",
	} {
		text, err := f.ReadFile(name)
		if err == nil || !strings.Contains(err.Error(), want) || len(text) > 0 {
			t.Errorf("%s: got %q and the error %v, which does not contain %q", name, text, err, want)
			continue
		}
		if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), string(f)) {
			t.Errorf("%s: the error shows data of the machine: %v", name, err)
		}
		var refusal *Refusal
		isRefusal := want == outside || want == loop || name == "large"
		if errors.As(err, &refusal) != isRefusal {
			t.Errorf("%s: %v: a refusal is %t", name, err, !isRefusal)
		}
	}
	if text, err := f.ReadFile("limit"); len(text) != MaxBytes || err != nil {
		t.Errorf("a file of the largest size: got %d bytes, %v", len(text), err)
	}
	if _, err := f.Stat("dangling"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a link to nothing: got %v", err)
	}
}
