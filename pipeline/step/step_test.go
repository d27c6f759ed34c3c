package step

import (
	"os/exec"
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

// The programs reach the containers as arguments, so nothing but these tests
// parses them before a build does.

func TestShellScriptsParse(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"advisories.sh": Advisories, "base.sh": Base, "database.sh": Database, "export.sh": Export, "install.sh": Install,
		"plain.sh": Plain, "scan.sh": Scan, "scanned.sh": Scanned,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command("sh", "-n")
			cmd.Stdin = strings.NewReader(script)
			if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// The oldest Python that has base images must understand the programs too.
func TestPythonProgramsParse(t *testing.T) {
	t.Parallel()
	const parse = "import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 9))"
	for name, program := range map[string]string{"collectstatic.py": Collectstatic, "interpreter.py": Interpreter, "layers.py": Layers, "libraries.py": Libraries, "serve.py": Serve, "smoke.py": Smoke, "source.py": Source, "test.py": Test} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(python(), "-I", "-c", parse)
			cmd.Stdin = strings.NewReader(program)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
