package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAppendTable(t *testing.T) {
	t.Parallel()
	const table = "[tool.python-pipeline]\n# Python.\npython = \"3.13\"\n"
	for name, test := range map[string]struct{ before, want string }{
		"no file":                 {"", table},
		"a file":                  {"[project]\nname = \"shop\"\n", "[project]\nname = \"shop\"\n\n" + table},
		"no end of the last line": {"[tool.ruff]\nline-length = 100", "[tool.ruff]\nline-length = 100\n\n" + table},
		"empty lines at the end":  {"[tool.ruff]\n\n\n", "[tool.ruff]\n\n" + table},
	} {
		file := filepath.Join(t.TempDir(), "pyproject.toml")
		if test.before != "" {
			if err := os.WriteFile(file, []byte(test.before), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := appendTable(file, table); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != test.want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, test.want)
		}
		if info, err := os.Stat(file); test.before != "" && (err != nil || info.Mode().Perm() != 0o600) {
			t.Errorf("%s: its mode is %v, %v", name, info.Mode(), err)
		}
		if err := appendTable(file, table); err == nil || !strings.Contains(err.Error(), "it has [tool.python-pipeline] already") {
			t.Errorf("%s: a second time: %v", name, err)
		}
	}
}

// Nothing is written where the file cannot be read or is a link to elsewhere.
func TestAppendTableRefuses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	broken, link := filepath.Join(folder, "broken.toml"), filepath.Join(folder, "link.toml")
	if err := os.WriteFile(broken, []byte("[project\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(broken, link); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{broken: "broken.toml: toml: line 2", link: "it is not a regular file"} {
		if err := appendTable(file, "[tool.python-pipeline]\n"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", file, err, want)
		}
	}
	if text, err := os.ReadFile(broken); err != nil || string(text) != "[project\n" {
		t.Errorf("it was changed: %q, %v", text, err)
	}
}
