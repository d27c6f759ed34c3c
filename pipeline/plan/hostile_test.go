//go:build unix

package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dagger/python-pipeline/source"
)

// machineSecret is a secret of the machine that no plan may contain.
const machineSecret = "hunter2==1.0"

// hostile writes an app, with a secret beside its folder, as a line of a requirements
// file. A value that begins with -> is a link; "|" is a named pipe.
func hostile(t *testing.T, more files) string {
	t.Helper()
	base := t.TempDir()
	all := files{"secret": machineSecret + "\nroot:*:20228::::::\n"}
	for name, text := range app(more) {
		all["app/"+name] = text
	}
	for name, text := range all {
		place := filepath.Join(base, name)
		if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(text, "->"); isLink {
			err = os.Symlink(target, place)
		} else if text == "|" {
			err = syscall.Mkfifo(place, 0o644)
		} else {
			err = os.WriteFile(place, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(base, "app")
}

// Each file that a plan reads may be a link to a file of the machine, or a pipe.
func TestSpecialFilesAreNotRead(t *testing.T) {
	t.Parallel()
	lock := files{"Pipfile": "", "Pipfile.lock": lockOf(nil, nil), "uwsgi.ini": "", "requirements.txt": "uwsgi\n"}
	for name, more := range map[string]files{
		"requirements.txt": {},
		"pyproject.toml":   {},
		"Procfile":         {},
		".python-version":  {},
		"runtime.txt":      {},
		".tool-versions":   {},
		"manage.py":        {},
		"app.py":           {},
		"main.py":          {},
		"Pipfile.lock":     lock,
		"Pipfile":          lock,
		"uv.lock":          {},
		"uwsgi.ini":        {"requirements.txt": "uwsgi\n"},
		"gunicorn.conf.py": {"requirements.txt": "gunicorn\nflask\n", "app.py": "app = Flask(__name__)\n"},
		"deps/more.txt":    {"requirements.txt": "-r deps/more.txt\n"},
		"deps/dev.txt":     {"": "dev-requirements = [\"deps/dev.txt\"]\n"},
		"shop/settings.py": {"requirements.txt": "django\ngunicorn\n", "shop/wsgi.py": ""},
		"tests/test_a.py":  {},
		".trivyignore":     {},
		"accepted.yaml":    {"": "scan.ignorefile = \"accepted.yaml\"\n"},
		"config.json":      {"": "config = { \"config.json\" = \"CONFIG\" }\n"},
	} {
		for kind, test := range map[string]struct{ file, want string }{
			"link":    {"->" + strings.Repeat("../", strings.Count(name, "/")+1) + "secret", "it is a link that leads out of the app's folder"},
			"chain":   {"->" + strings.Repeat("../", strings.Count(name, "/")) + "chain", "it is a link that leads out of the app's folder"},
			"system":  {"->/etc/passwd", "it is a link that leads out of the app's folder"},
			"process": {"->/proc/self/environ", "it is a link that leads out of the app's folder"},
			"zero":    {"->/dev/zero", "it is a link that leads out of the app's folder"},
			"pipe":    {"|", "it is a named pipe, not a regular file"},
		} {
			t.Run(name+" is a "+kind, func(t *testing.T) {
				t.Parallel()
				all := files{"chain": "->../secret"}
				maps.Copy(all, more)
				all[name] = test.file
				plan, err := Read(source.Folder(hostile(t, all)), Options{Name: "shop"})
				if err == nil {
					t.Fatalf("no error, but the plan\n%s", plan.Text())
				}
				if !strings.HasPrefix(err.Error(), name+": "+test.want) {
					t.Errorf("error %q does not begin with %q", err, name+": "+test.want)
				}
				for _, secret := range []string{"hunter2", "root:", "PATH="} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("error %q shows the content of the file", err)
					}
				}
			})
		}
	}
}

// A link that no decision reads, such as a link to a folder, causes a warning and not
// an error: in the image it may lead to a file.
func TestSpecialFilesCauseWarnings(t *testing.T) {
	t.Parallel()
	root := hostile(t, files{
		"data": "->/srv/data", "loop": "->loop", "shop/up": "->../..", "inside": "->app.py", "queue": "|", "shop/code.py": "->../../secret", "tests/a.py": "", "requirements.txt": "gunicorn\n", ".venv/bin/python": "->/usr/bin/python3", "nowhere": "->nothing",
	})
	plan, err := Read(source.Folder(root), Options{Name: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	warnings := strings.Join(plan.Warnings, "\n")
	for _, want := range []string{
		"links that lead out of the app's folder: data, loop, shop/code.py, shop/up; the image gets the links, not their targets on this machine",
		"not regular files, so no stage gets them: queue (a named pipe); remove them",
	} {
		if !strings.Contains(warnings, want) {
			t.Errorf("%q does not contain %q", warnings, want)
		}
	}
	encoded, err := json.Marshal(plan)
	if err != nil || strings.Contains(string(encoded), "hunter2") {
		t.Errorf("%v: the plan contains a secret:\n%s", err, encoded)
	}
}

func TestNameThatIsNotUTF8(t *testing.T) {
	t.Parallel()
	_, err := Read(source.Folder(hostile(t, files{"caf\xe9.txt": ""})), Options{Name: "shop"})
	want := `"caf\xe9.txt": the name of this file is not valid UTF-8`
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestTextThatIsNotUTF8(t *testing.T) {
	t.Parallel()
	fails(t, app(files{"Procfile": "# one\nweb: python caf\xe9.py\n"}), "Procfile: line 2: it holds a byte that is not part of a text in UTF-8")
	// Python's own files may be in another encoding; they are only searched.
	read(t, app(files{"tests/test_a.py": "# -*- coding: latin-1 -*-\n# caf\xe9\nclass T(TestCase): pass\n"}))
}

func TestInvalidPatterns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		more files
		want string
	}{
		"a link out":    {files{".dockerignore": "->../secret"}, ".dockerignore: it lists files that must not ship, and cannot be read: it is a link that leads out of the app's folder"},
		"a pipe":        {files{".dockerignore": "|"}, ".dockerignore: it lists files that must not ship, and cannot be read: it is a named pipe"},
		"not a pattern": {files{".dockerignore": "[a-\n"}, `.dockerignore: "[a-" is not a valid pattern`},
		"too many":      {files{"": "include = [" + strings.Repeat(`"a",`, 1001) + "]\n"}, "pyproject.toml: [tool.python-pipeline]: include or exclude: 1001 patterns are more than"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(source.Folder(hostile(t, test.more)), Options{Name: "shop"})
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %.300v, want %s", err, test.want)
			}
		})
	}
}

// Each of these once took minutes, or all of the memory.
func TestLargeFiles(t *testing.T) {
	t.Parallel()
	const size = source.MaxBytes / 4
	for name, test := range map[string]struct {
		source files
		want   string
	}{
		"a continued line":     {app(files{"requirements.txt": strings.Repeat("\\\n", size/2)}), ""},
		"a continued word":     {app(files{"requirements.txt": strings.Repeat("a\\\n", size/3)}), "requirements.txt: line 1: "},
		"locked packages":      {files{"app.py": "", "Pipfile": "", "Pipfile.lock": `{"default": {` + strings.Repeat(`"a":{"version":"==1","hashes":["sha256:0"]},`+"\n", size/50) + `"b":{}}}`}, "Pipfile.lock: line "},
		"a nested lock":        {files{"app.py": "", "Pipfile": "", "Pipfile.lock": `{"default":` + strings.Repeat(`{"a":`, size/5)}, "Pipfile.lock: line 1"},
		"processes":            {app(files{"Procfile": strings.Repeat("a: b\n", size/5)}), ""},
		"named processes":      {app(files{"Procfile": manyProcesses(size / 20)}), "Procfile: line 101: p100 is one process more than the limit of 100"},
		"a process":            {app(files{"Procfile": "web: " + strings.Repeat("$(", size/2)}), "Procfile: line 1: web has 2097152 bytes; a shell line can have at most "},
		"a nested process":     {app(files{"Procfile": "web: " + strings.Repeat("$(", 64<<10-3)}), "Procfile: line 1: web is not a line that /bin/sh understands"},
		"uWSGI's variables":    {app(files{"requirements.txt": "uwsgi", "uwsgi.ini": "[uwsgi]\nhttp=" + strings.Repeat("$(A)", size/4)}), ""},
		"a settings of Django": {app(files{"requirements.txt": "django\ngunicorn", "shop/settings.py": strings.Repeat("DJANGO_SETTINGS_MODULE ", size/24), "app.py": "app = 1"}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(test.source.fs(), Options{Name: "shop"})
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)) {
				t.Errorf("got %.200v, want %q", err, test.want)
			}
		})
	}
}

// manyProcesses is a Procfile with processes of different names.
func manyProcesses(count int) string {
	var text strings.Builder
	for i := range count {
		fmt.Fprintf(&text, "p%d: a\n", i)
	}
	return text.String()
}
