package settings

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The last program of a line is process 1 of a container, and what the app is known
// by.
func TestLineIsReplacedByItsProgram(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, runs, program string }{
		{"gunicorn app", "exec gunicorn app", "gunicorn app"},
		{"exec gunicorn app", "exec gunicorn app", "gunicorn app"},
		{"\ngunicorn \\\n app # two\n", "\nexec gunicorn \\\n app # two\n", "gunicorn app"},
		{"A=1 B='2 3' gunicorn app", "A=1 B='2 3' exec gunicorn app", "gunicorn app"},
		{"PYTHONPATH=lib:$PYTHONPATH exec gunicorn app", "PYTHONPATH=lib:$PYTHONPATH exec gunicorn app", "gunicorn app"},
		{"cd src && gunicorn app >log 2>&1", "cd src && exec gunicorn app >log 2>&1", "gunicorn app"},
		{"a; b && c;", "a; b && exec c;", "c"},
		{"export A=1\ngunicorn app", "export A=1\nexec gunicorn app", "gunicorn app"},
		{"worker & gunicorn app", "worker & exec gunicorn app", "gunicorn app"},
		{`gunicorn "shop.web:create_app(region='eu')"`, `exec gunicorn "shop.web:create_app(region='eu')"`, "gunicorn shop.web:create_app(region='eu')"},

		// The shell has more to do.
		{"gunicorn app | tee log", "gunicorn app | tee log", "gunicorn app"},
		{"gunicorn app || sleep 9", "gunicorn app || sleep 9", "gunicorn app"},
		{"(cd src && gunicorn app)", "(cd src && gunicorn app)", "gunicorn app"},
		{"{ gunicorn app; }", "{ gunicorn app; }", "gunicorn app"},
		{"! gunicorn app", "! gunicorn app", "! gunicorn app"},
		{"if a; then b; fi", "if a; then b; fi", "if a; then b; fi"},
		{"trap 'rm f' EXIT; gunicorn app", "trap 'rm f' EXIT; gunicorn app", "gunicorn app"},
		{"run() { gunicorn app; }; run", "run() { gunicorn app; }; run", "run"},
		{"gunicorn app & wait", "gunicorn app & wait", "wait"},
		{"migrate; exit 3", "migrate; exit 3", "exit 3"},
	} {
		t.Run(test.line, func(t *testing.T) {
			t.Parallel()
			command := Shell(test.line)
			if diff := cmp.Diff([]string{"/bin/sh", "-c", test.runs}, command.Args()); diff != "" {
				t.Errorf("arguments differ (-want +got):\n%s", diff)
			}
			if got := strings.Join(command.Words(), " "); got != test.program {
				t.Errorf("program %q, want %q", got, test.program)
			}
		})
	}
}

// A shell sees to it that the program has the variables of a line, and is process 1.
func TestShellRunsALine(t *testing.T) {
	t.Parallel()
	args := Shell(`A="1 2" sh -c 'echo "$A" $PPID'`).Args()
	args[2] = "echo $PPID; " + args[2]
	out, err := exec.Command(args[0], args[1:]...).Output()
	lines := strings.Fields(string(out))
	if err != nil || len(lines) != 4 || !slices.Equal(lines[1:], []string{"1", "2", lines[0]}) {
		t.Errorf("it prints %q, %v", out, err)
	}
}

func TestFolder(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"gunicorn app":                     ".",
		"cd src && gunicorn app":           "src",
		"cd 'a b'; cd ..; cd c && run":     "c",
		"cd ../x && gunicorn app":          "../x",
		"cd $HOME && gunicorn app":         "",
		"cd && gunicorn app":               "",
		"cd ~/x && gunicorn app":           "",
		"cd /srv && gunicorn app":          "",
		"cd /apple && gunicorn app":        "",
		"cd a && cd /app/src/ && gunicorn": "src",
		"cd a && cd /app && gunicorn app":  ".",
		"cd - && gunicorn app":             "",
		"A=1 && cd src && A=2 && gunicorn": "src",
	} {
		if got, known := Folder(line); got != want || known != (want != "") {
			t.Errorf("%q: folder %q, known %t; want %q", line, got, known, want)
		}
	}
}
