package source

import (
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	t.Parallel()
	tree := New(sourceOf(map[string]string{
		"windows.txt": "\uFEFFa\r\nb\r\n", "little.txt": "\xff\xfea\x00\n\x00", "big.txt": "\xfe\xff\x00a", "latin.py": "# caf\xe9", "latin.txt": "a\ncaf\xe9",
	}))
	for name, want := range map[string]string{"windows.txt": "a\nb\n", "little.txt": "a\n", "big.txt": "a", "latin.py": "# caf\uFFFD"} {
		if got, found, err := tree.Text(name); got != want || !found || err != nil {
			t.Errorf("%s: %q, %t, %v; want %q", name, got, found, err, want)
		}
	}
	if _, found, err := tree.Text("nothing.txt"); found || err != nil {
		t.Errorf("a file that is not there: %t, %v", found, err)
	}
	if _, _, err := tree.Text("latin.txt"); err == nil || !strings.HasPrefix(err.Error(), "latin.txt: line 2: it holds a byte") {
		t.Errorf("got %v", err)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	tree := New(folder(t, map[string]string{"app.py": "", "shop/a.py": "", "out": "->../secret", "away": "->/etc/passwd"}))
	if got := tree.Present("app.py", "shop", "nothing"); !cmp.Equal(got, []string{"app.py"}) || tree.Refused() != nil {
		t.Errorf("present %q, refused %v", got, tree.Refused())
	}
	for name, want := range map[string]bool{"app.py": false, "out": true, "nothing": false} {
		if got := tree.LeadsOut(name); got != want {
			t.Errorf("%s leads out: %t", name, got)
		}
	}
	if !tree.Exists("out") || !tree.Exists("away") {
		t.Error("a link that leads out does not exist")
	}
	if err := tree.Refused(); err == nil || !strings.HasPrefix(err.Error(), "out: it is a link that leads out") {
		t.Errorf("refused %v", err)
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	tree := New(sourceOf(map[string]string{
		"app.py": "", "a/b/c.py": "", "a/b/c/d.py": "", ".hidden/a.py": "", ".dotfile": "", "env/pyvenv.cfg": "", "env/a.py": "", "venv/a.py": "",
		"node_modules/a.py": "", "build/a.py": "", "dist/a.py": "", "a/site-packages/a.py": "", "a/__pycache__/a.pyc": "",
	}))
	var got []string
	if err := tree.Search(2, func(file string) error { got = append(got, file); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{".dotfile", "a/b/c.py", "app.py"}, got); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestFolders(t *testing.T) {
	t.Parallel()
	tree := New(sourceOf(map[string]string{"app.py": "", "src/shop/a.py": "", "src/b.py": ""}))
	for folder, want := range map[string][]string{".": {"src"}, "src": {"src/shop"}, "nothing": nil, "app.py": nil} {
		if got, err := tree.Folders(folder); !cmp.Equal(got, want) || err != nil {
			t.Errorf("%s: %q, %v; want %q", folder, got, err, want)
		}
	}
}

// Callers of the module upload all files that ship, so their digests are the same as
// those of ci.
func TestModuleUploadsWhatShips(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../main.go")
	if err != nil {
		t.Fatal(err)
	}
	pragma := regexp.MustCompile(`\+ignore=\[(.*)\]`).FindSubmatch(text)
	if pragma == nil {
		t.Fatal("main.go has no +ignore")
	}
	for _, quoted := range strings.Split(string(pragma[1]), ", ") {
		pattern, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(pattern, "**/")
		err = New(sourceOf(map[string]string{name: ""})).Walk(func(name string, _ fs.DirEntry) error {
			t.Errorf("%s is not uploaded, but may ship", name)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestFirstLine(t *testing.T) {
	t.Parallel()
	tree := New(sourceOf(map[string]string{"unix": "#!/bin/sh\nexit\r\n", "windows": "#!/bin/sh\r\nexit\r\n", "one": "exit", "empty": ""}))
	for name, want := range map[string]struct {
		line    string
		windows bool
	}{"unix": {"#!/bin/sh", false}, "windows": {"#!/bin/sh", true}, "one": {"exit", false}, "empty": {"", false}} {
		line, windows, err := tree.FirstLine(name)
		if line != want.line || windows != want.windows || err != nil {
			t.Errorf("%s: %q, %t, %v", name, line, windows, err)
		}
	}
	if _, _, err := tree.FirstLine("missing"); err == nil || !strings.HasPrefix(err.Error(), "missing: ") {
		t.Errorf("error %v", err)
	}
}
