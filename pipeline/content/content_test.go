package content

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func source(files map[string]string) fstest.MapFS {
	fs := fstest.MapFS{}
	for name, content := range files {
		fs[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return fs
}

func TestProd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files            map[string]string
		include, exclude []string
		want             []string
	}{
		"the code, without what builds and tests it": {
			files: map[string]string{
				"app.py": "", "shop/models.py": "", "shop/tests/test_models.py": "", "conftest.py": "", "tests/test_app.py": "",
				"pyproject.toml": "", "requirements.txt": "", "requirements/dev.txt": "", ".env": "", ".gitignore": "", ".git/config": "",
				"shop/__pycache__/models.cpython-311.pyc": "",
			},
			want: []string{"app.py", "shop/models.py"},
		},
		".dockerignore with an exception": {
			files: map[string]string{".dockerignore": "# notes\n*.md\n!LICENCE.md\n", "app.py": "", "README.md": "", "LICENCE.md": ""},
			want:  []string{"LICENCE.md", "app.py"},
		},
		"exclude replaces the tests": {
			files:   map[string]string{"app.py": "", "tests/test_app.py": "", "docs/index.md": ""},
			exclude: []string{"docs"},
			want:    []string{"app.py", "tests/test_app.py"},
		},
		"include takes no more than it says, and may take a lock file": {
			files:   map[string]string{"app.py": "", "other.py": "", "pyproject.toml": ""},
			include: []string{"app.py", "pyproject.toml"},
			want:    []string{"app.py", "pyproject.toml"},
		},
		"include takes a folder without what may be secret in it": {
			files:   map[string]string{"shop/app.py": "", "shop/.env": "", "shop/deploy/.env.prod": "", "shop/Dockerfile": ""},
			include: []string{"shop"},
			want:    []string{"shop/app.py"},
		},
		"a pattern for anything names nothing": {
			files:   map[string]string{"app.py": "", ".env": "", "shop/.env": "", "shop/a/.env": "", "shop/a/b.py": "", "Makefile": ""},
			include: []string{"*", "**", "shop/*", "shop/**", "**/*.*"},
			want:    []string{"app.py", "shop/a/b.py"},
		},
		"include names a file that may be secret": {
			files:   map[string]string{"shop/.env": "", "shop/.env.prod": "", "shop/a/.env": "", "shop/Dockerfile": ""},
			include: []string{"shop/.env", "shop/Docker*"},
			want:    []string{"shop/.env", "shop/Dockerfile"},
		},
		"include names a hidden folder, but not the secrets in it": {
			files:   map[string]string{".streamlit/config.toml": "", ".streamlit/pages/a.toml": "", ".streamlit/.env": "", ".github/ci.yml": ""},
			include: []string{".streamlit"},
			want:    []string{".streamlit/config.toml", ".streamlit/pages/a.toml"},
		},
		"include names a file in a hidden folder": {
			files:   map[string]string{".streamlit/config.toml": "", ".streamlit/secrets.toml": ""},
			include: []string{".streamlit/config.toml"},
			want:    []string{".streamlit/config.toml"},
		},
		"include with an exception": {
			files:   map[string]string{"shop/app.py": "", "shop/notes.md": "", "shop/.env": ""},
			include: []string{"shop", "shop/.env", "!**/*.md", "!shop/.env"},
			want:    []string{"shop/app.py"},
		},
		"version control, wherever it is": {
			files: map[string]string{"app.py": "", "vendor/lark/lark.py": "", "vendor/lark/.git/config": "", "vendor/idna/.git": "", "vendor/x/.hg/store": ""},
			want:  []string{"app.py", "vendor/lark/lark.py"},
		},
		"nothing": {files: map[string]string{"tests/test_app.py": ""}, want: []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Prod(source(c.files), c.include, c.exclude)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDevHasTheTestsThatDockerignoreLeavesOut(t *testing.T) {
	t.Parallel()
	got, err := Dev(source(map[string]string{
		".dockerignore": "tests\n", "app.py": "", "tests/test_app.py": "", ".venv/bin/python": "", ".git/HEAD": "", "vendor/lark/.git/HEAD": "",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{".dockerignore", "app.py", "tests/test_app.py"}, got); diff != "" {
		t.Error(diff)
	}
}

// locked is a source in which one file may not be read.
type locked struct {
	fstest.MapFS
	name string
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func (l locked) ReadFile(name string) ([]byte, error) {
	if _, err := l.Open(name); err != nil {
		return nil, err
	}
	return l.MapFS.ReadFile(name)
}

// Else the image would have what the file leaves out.
func TestDockerignoreThatCannotBeRead(t *testing.T) {
	t.Parallel()
	files := source(map[string]string{".dockerignore": "notes.md\n", "app.py": "", "notes.md": ""})
	got, err := Prod(locked{files, ".dockerignore"}, nil, nil)
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), ".dockerignore: ") {
		t.Errorf("got %v and the files %v", err, got)
	}
}

func TestPatternThatIsNone(t *testing.T) {
	t.Parallel()
	_, err := Prod(source(map[string]string{".dockerignore": "[a-\n"}), nil, nil)
	if err == nil || err.Error()[:13] != ".dockerignore" {
		t.Errorf("got %v; it must name the file", err)
	}
}

// counting is a source that counts how often it is asked for a folder.
type counting struct {
	fstest.MapFS
	folders map[string]int
}

func (c counting) ReadDir(name string) ([]fs.DirEntry, error) {
	c.folders[name]++
	return c.MapFS.ReadDir(name)
}

func TestFoldersThatAreLeftOutAreNotRead(t *testing.T) {
	t.Parallel()
	files := map[string]string{"app.py": "", "data/a/b/c.csv": "", "node_modules/x/y.js": "", "notes/a.md": "", "notes/keep.md": ""}
	for name, test := range map[string]struct {
		ignored string
		unread  []string
	}{
		"a folder":                {"data\n", []string{"data", "data/a", "node_modules"}},
		"one with an exception":   {"notes\n!notes/keep.md\n", []string{"node_modules"}},
		"what no stage gets":      {"", []string{"node_modules", "node_modules/x"}},
		"a folder below a folder": {"data/a/b\n", []string{"data/a/b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := source(files)
			files[".dockerignore"] = &fstest.MapFile{Data: []byte(test.ignored)}
			c := counting{files, map[string]int{}}
			if _, err := Prod(c, nil, nil); err != nil {
				t.Fatal(err)
			}
			for folder, times := range c.folders {
				if times != 1 {
					t.Errorf("%s was read %d times", folder, times)
				}
			}
			for _, folder := range test.unread {
				if c.folders[folder] > 0 {
					t.Errorf("%s was read", folder)
				}
			}
		})
	}
}

// What is neither a file nor a link cannot be copied.
func TestPipesDoNotShip(t *testing.T) {
	t.Parallel()
	files := source(map[string]string{"app.py": ""})
	files["queue"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	files["link"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("app.py")}
	for stage, list := range map[string]func() ([]string, error){
		"dev": func() ([]string, error) { return Dev(files) }, "prod": func() ([]string, error) { return Prod(files, nil, nil) },
	} {
		got, err := list()
		if diff := cmp.Diff([]string{"app.py", "link"}, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", stage, err, diff)
		}
	}
}

func TestTooManyPatterns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		patterns, want string
	}{
		"many": {strings.Repeat("a\n", maxPatterns+1), ".dockerignore: 1001 patterns are more than the 1000"},
		"long": {strings.Repeat("a", maxPattern+1), ".dockerignore: the pattern \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"… is longer than the 4096"},
	} {
		_, err := Prod(source(map[string]string{".dockerignore": test.patterns}), nil, nil)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: got %.200v, want %s", name, err, test.want)
		}
	}
}
