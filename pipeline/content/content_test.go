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
