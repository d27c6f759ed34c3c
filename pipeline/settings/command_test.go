package settings

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommand(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		command Command
		args    []string
		words   []string
		text    string
		json    string
	}{
		{Shell("gunicorn --bind 0.0.0.0:${PORT:-8000} app:app"),
			[]string{"/bin/sh", "-c", "exec gunicorn --bind 0.0.0.0:${PORT:-8000} app:app"},
			[]string{"gunicorn", "--bind", "0.0.0.0:${PORT:-8000}", "app:app"},
			"gunicorn --bind 0.0.0.0:${PORT:-8000} app:app",
			`"gunicorn --bind 0.0.0.0:${PORT:-8000} app:app"`},
		{Shell(`"/opt/my app" --ini 'uwsgi.ini' --bind="0.0.0.0:$PORT" a\ b >log`),
			[]string{"/bin/sh", "-c", `exec "/opt/my app" --ini 'uwsgi.ini' --bind="0.0.0.0:$PORT" a\ b >log`},
			[]string{"/opt/my app", "--ini", "uwsgi.ini", "--bind=0.0.0.0:$PORT", `a\ b`},
			`"/opt/my app" --ini 'uwsgi.ini' --bind="0.0.0.0:$PORT" a\ b >log`,
			`"\"/opt/my app\" --ini 'uwsgi.ini' --bind=\"0.0.0.0:$PORT\" a\\ b \u003elog"`},
		{Exec("python", "app.py"), []string{"python", "app.py"}, []string{"python", "app.py"}, `["python","app.py"]`, `["python","app.py"]`},
		{Exec("sh", "-c", "cd src && exec <in"), []string{"sh", "-c", "cd src && exec <in"}, []string{"sh", "-c", "cd src && exec <in"}, `["sh","-c","cd src && exec <in"]`, `["sh","-c","cd src \u0026\u0026 exec \u003cin"]`},
		{Command{}, nil, nil, "", "null"},
	} {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.args, test.command.Args()); diff != "" {
				t.Errorf("arguments differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.words, test.command.Words()); diff != "" {
				t.Errorf("words differ (-want +got):\n%s", diff)
			}
			if got := test.command.String(); got != test.text {
				t.Errorf("text %q, want %q", got, test.text)
			}
			text, err := json.Marshal(test.command)
			if err != nil || string(text) != test.json {
				t.Errorf("JSON %s (%v), want %s", text, err, test.json)
			}
			var back Command
			if err := json.Unmarshal(text, &back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.command, back); diff != "" {
				t.Errorf("command differs after JSON (-want +got):\n%s", diff)
			}
			if got := test.command.IsZero(); got != (test.json == "null") {
				t.Errorf("IsZero = %t", got)
			}
		})
	}
}

func TestCommandCheck(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, want string }{
		{"python app.py", ""},
		{"env LANG=C python app.py", ""},
		{"LANG=C python app.py", ""},
		{"cd src && gunicorn app:app", ""},
		{"python worker.py & gunicorn app:app", ""},
		{"if true; then python app.py; fi", ""},
		{"python app.py --title 'a; b && c' \"d | e\" f\\;g", ""},
		{"\ngunicorn \\\n  app:app\n", ""},
		{"python app.py <<END\n1 + 1;\nEND\n", ""},

		{"python app.py &", `ends with "&", so the shell would end at once`},
		{" \n", "is empty"},
		{"# gunicorn app:app", "is empty"},
		{">log", "names no program"},
		{"LANG=C", "names no program"},
		// dash, which is /bin/sh, would run it in the background.
		{"python app.py &> /tmp/log", "is not a line that /bin/sh understands (1:15: `&>` redirects are a bash"},
		{"python app.py --title 'a", "is not a line that /bin/sh understands (1:23: reached EOF without closing quote"},
		{"python app.py " + strings.Repeat("a", 128<<10), "has 131086 bytes; a shell line can have at most 131066"},
	} {
		t.Run(test.line, func(t *testing.T) {
			t.Parallel()
			err := Shell(test.line).Check()
			if test.want == "" && err != nil {
				t.Errorf("error %q, want none", err)
			}
			if test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestSequence(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line string
		want []string
	}{
		{"gunicorn app", []string{"gunicorn app"}},
		{"python manage.py migrate && gunicorn app", []string{"python manage.py migrate", "gunicorn app"}},
		{"a; b 'c && d' && e $(f; g)", []string{"a", "b 'c && d'", "e $(f; g)"}},
		{"gunicorn app;", []string{"gunicorn app"}},
		{"a | b", nil},
		{"a & b", nil},
		{"a || b", nil},
		{"a && (b)", nil},
		{"a && ! b", nil},
		{"a && b & c", nil},
		{"a '", nil},
		{"a \\; b && c # && d", []string{"a \\; b", "c"}},
	} {
		t.Run(test.line, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, Sequence(test.line)); diff != "" {
				t.Errorf("commands differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWithout(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"collect && gunicorn app":              "gunicorn app",
		"migrate; collect 'a b' && gunicorn a": "migrate; gunicorn a",
		"migrate && collect\ngunicorn app":     "migrate && gunicorn app",
		"gunicorn app && collect":              "gunicorn app",
		"collect":                              "",
		"gunicorn  app  # as it is":            "gunicorn  app  # as it is",
		"collect | tee log":                    "collect | tee log",
	} {
		got := Without(line, func(command string) bool { return strings.HasPrefix(command, "collect") })
		if got != want {
			t.Errorf("%q becomes %q, want %q", line, got, want)
		}
	}
}
