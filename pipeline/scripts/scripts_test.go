package scripts

import (
	"io/fs"
	"os/exec"
	"path"
	"strings"
	"sync"
	"testing"
)

// python is the host's interpreter itself: a version manager's shim takes
// longer to start than the tests take.
var python = sync.OnceValue(func() string {
	out, err := exec.Command("python3", "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		return "python3" // the test that calls it says what is wrong
	}
	return strings.TrimSpace(string(out))
})

// The programs reach the containers as arguments, so nothing but tests parses
// them before a build does. The oldest Python that has base images must
// understand them too.
func TestProgramsParse(t *testing.T) {
	t.Parallel()
	const parse = "import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 9))"
	parsers := map[string][]string{".sh": {"sh", "-n"}, ".py": {python(), "-I", "-c", parse}}
	names, err := fs.Glob(files, "*/*")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		parser, is := parsers[path.Ext(name)]
		if !is {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(parser[0], parser[1:]...)
			cmd.Stdin = strings.NewReader(text(name))
			if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for _, script := range all {
		if ids[script.ID] || script.ID == "" || script.Label == "" {
			t.Errorf("%q has no ID of its own, or no label", script.ID)
		}
		ids[script.ID] = true
		if found, is := Find(script.ID); !is || found.Label != script.Label {
			t.Errorf("%s: found %q", script.ID, found.Label)
		}
	}
	if found, is := Find(BuildPackage.Of("uwsgi 2.0.31").ID); !is || found.Label != "builder: build uwsgi 2.0.31" {
		t.Errorf("a build of one package: found %q", found.Label)
	}
	if found, is := Find("smoke"); is {
		t.Errorf("smoke has no time limit of a step, but is %q", found.Label)
	}
}

func TestCommandsOfAnImage(t *testing.T) {
	t.Parallel()
	const (
		waitress = `import signal; import sys; from waitress.runner import run; signal.signal(signal.SIGTERM, lambda *_: sys.exit()); sys.argv[0] = "waitress-serve"; sys.exit(run())`
		console  = `import sys; from shop.cli import App; sys.argv[0] = "shop"; sys.exit(App.run())`
	)
	if Waitress != waitress {
		t.Errorf("waitress: %s", Waitress)
	}
	if got := ConsoleScript("shop", "shop.cli", "App", ".run"); got != console {
		t.Errorf("console script: %s", got)
	}
}
