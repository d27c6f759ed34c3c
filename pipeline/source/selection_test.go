package source

import (
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func sourceOf(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{}
	for name, content := range files {
		all[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return all
}

func TestProd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files            map[string]string
		include, exclude []string
		want             []string
	}{
		"the code, without files for building and testing it": {
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
		"include takes only matching files, and may take a lock file": {
			files:   map[string]string{"app.py": "", "other.py": "", "pyproject.toml": ""},
			include: []string{"app.py", "pyproject.toml"},
			want:    []string{"app.py", "pyproject.toml"},
		},
		"include takes a folder without possible secrets in it": {
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
			files:   map[string]string{".github/app.yml": "", ".github/a/b.yml": "", ".github/.env": "", ".vscode/a.json": ""},
			include: []string{".github"},
			want:    []string{".github/a/b.yml", ".github/app.yml"},
		},
		"include names a file in a hidden folder": {
			files:   map[string]string{".aws/config": "", ".aws/credentials": ""},
			include: []string{".aws/config"},
			want:    []string{".aws/config"},
		},
		"hidden folders of the app's own": {
			files: map[string]string{
				".well-known/security.txt": "", ".streamlit/config.toml": "", ".streamlit/secrets.toml": "", "static/.well-known/a.json": "", "static/.htaccess": "",
				".idea/a.xml": "", "shop/.vscode/a.json": "", ".github/workflows/ci.yml": "", ".aws/credentials": "", ".pre-commit-config.yaml": "", ".well-known/.env": "",
			},
			want: []string{".streamlit/config.toml", ".well-known/security.txt", "static/.htaccess", "static/.well-known/a.json"},
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
			got, err := New(sourceOf(c.files)).Prod(Selection{Include: c.include, Exclude: c.exclude, Locks: []string{"requirements*.txt", "requirements"}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKeep(t *testing.T) {
	t.Parallel()
	files := map[string]string{"app.py": "", "clinic/blood_test.py": "", "clinic/urine_test.py": "", "clinic/tests/__init__.py": "", "clinic/tests/data/a.csv": "", "clinic/tests/test_a.py": "", "tests/test_b.py": "", "setup.cfg": "", "tox.ini": ""}
	kept := []string{"clinic/blood_test.py", "clinic/tests/__init__.py", "clinic/tests/data/a.csv", "setup.cfg"}
	for name, test := range map[string]struct {
		ignored          string
		include, exclude []string
		want             []string
	}{
		"kept":                    {want: []string{"app.py", "clinic/blood_test.py", "clinic/tests/__init__.py", "clinic/tests/data/a.csv", "setup.cfg"}},
		".dockerignore before it": {ignored: "clinic/tests\n*.cfg\n", want: []string{"app.py", "clinic/blood_test.py"}},
		"exclude before it":       {exclude: []string{"clinic"}, want: []string{"app.py", "setup.cfg", "tests/test_b.py"}},
		"include before it":       {include: []string{"*.py", "clinic"}, want: []string{"app.py", "clinic/blood_test.py", "clinic/tests/__init__.py", "clinic/tests/data/a.csv"}},
	} {
		files[".dockerignore"] = test.ignored
		got, err := New(sourceOf(files)).Prod(Selection{Include: test.include, Exclude: test.exclude, Keep: kept})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: files differ (-want +got):\n%s", name, diff)
		}
	}
}

func TestLikeTest(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"a/b_test.py": true, "tests/a.py": true, "a/tests/b/c.txt": true, "conftest.py": true, "test_a.py": true, "a/test.py": false, "a.py": false, "contest.py": false, "testsuite/a.py": false} {
		if LikeTest(name) != want {
			t.Errorf("LikeTest(%q) = %t", name, !want)
		}
	}
}

func TestDevHasTestsThatDockerignoreExcludes(t *testing.T) {
	t.Parallel()
	got, err := New(sourceOf(map[string]string{
		".dockerignore": "tests\n", "app.py": "", "tests/test_app.py": "", ".venv/bin/python": "", ".git/HEAD": "", "vendor/lark/.git/HEAD": "",
	})).Dev()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{".dockerignore", "app.py", "tests/test_app.py"}, got); diff != "" {
		t.Error(diff)
	}
}

// counting is a source that counts how often each folder is read.
type counting struct {
	fstest.MapFS
	folders map[string]int
}

func (c counting) ReadDir(name string) ([]fs.DirEntry, error) {
	c.folders[name]++
	return c.MapFS.ReadDir(name)
}

func TestExcludedFoldersAreNotRead(t *testing.T) {
	t.Parallel()
	files := map[string]string{"app.py": "", "data/a/b/c.csv": "", "node_modules/x/y.js": "", "notes/a.md": "", "notes/keep.md": ""}
	for name, test := range map[string]struct {
		ignored string
		unread  []string
	}{
		"a folder":                {"data\n", []string{"data", "data/a", "node_modules"}},
		"one with an exception":   {"notes\n!notes/keep.md\n", []string{"node_modules"}},
		"folders of Never":        {"", []string{"node_modules", "node_modules/x"}},
		"a folder below a folder": {"data/a/b\n", []string{"data/a/b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := sourceOf(files)
			files[".dockerignore"] = &fstest.MapFile{Data: []byte(test.ignored)}
			c := counting{files, map[string]int{}}
			if _, err := New(c).Prod(Selection{}); err != nil {
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

// Only files and links can be copied.
func TestPipesDoNotShip(t *testing.T) {
	t.Parallel()
	files := sourceOf(map[string]string{"app.py": ""})
	files["queue"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	files["link"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("app.py")}
	for stage, list := range map[string]func() ([]string, error){
		"dev": func() ([]string, error) { return New(files).Dev() }, "prod": func() ([]string, error) { return New(files).Prod(Selection{}) },
	} {
		got, err := list()
		if diff := cmp.Diff([]string{"app.py", "link"}, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", stage, err, diff)
		}
	}
}

// All of very many files are selected, and so are those that patterns choose.
func TestManyFiles(t *testing.T) {
	t.Parallel()
	const each = 12_500
	files := fstest.MapFS{".dockerignore": {Data: []byte("**/*.log\n!**/keep-*.log\n")}}
	for i := range each {
		for _, name := range []string{"assets/%02d/a/b/c/image-%05d.png", "assets/%02d/keep-%05d.log", "logs/%02d/%05d.log", "tests/%02d/test_%05d.py"} {
			files[fmt.Sprintf(name, i%100, i)] = new(fstest.MapFile)
		}
	}
	prod, err := New(files).Prod(Selection{})
	if err != nil || len(prod) != 2*each {
		t.Errorf("prod has %d files, %v", len(prod), err)
	}
	dev, err := New(files).Dev()
	if err != nil || len(dev) != 4*each+1 {
		t.Errorf("dev has %d files, %v", len(dev), err)
	}
}
