package scripts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// uv gets the answers of the environment's own Python, and what is installed
// there does not run for it.
func TestInterpreterAnswersForTheEnvironment(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	venv, ran := filepath.Join(folder, "venv"), filepath.Join(folder, "ran")
	if out, err := exec.Command(python(), "-m", "venv", "--without-pip", venv).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sites, err := filepath.Glob(filepath.Join(venv, "lib/python3*/site-packages"))
	if err != nil || len(sites) != 1 {
		t.Fatal(sites, err)
	}
	hostile := fmt.Sprintf("open(%q, 'a').write('x')\n", ran)
	if err := os.WriteFile(filepath.Join(sites[0], "hostile.pth"), []byte("import sys; "+hostile), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sitecustomize.py", "usercustomize.py", "_manylinux.py", "json.py"} {
		if err := os.WriteFile(filepath.Join(sites[0], name), []byte(hostile), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	interpreter := filepath.Join(folder, "interpreter")
	program := strings.NewReplacer("/usr/local/bin/python3", python(), "/venv", venv).Replace(Interpreter)
	if err := os.WriteFile(interpreter, []byte(program), 0o700); err != nil {
		t.Fatal(err)
	}

	const asks = `import sys; sys.path = ["/asks"] + sys.path
import json, site, sysconfig
try:
    import _manylinux
except ImportError:
    pass
print(json.dumps({
    "executable": sys.executable, "prefixes": [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix],
    "paths": sysconfig.get_paths(), "site": site.getsitepackages(), "standard": sysconfig.get_path("stdlib"),
}))`
	answer := func(program string) string {
		t.Helper()
		out, err := exec.Command(program, "-I", "-B", "-c", asks).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", program, err, out)
		}
		return string(out)
	}
	got := answer(interpreter)
	if content, err := os.ReadFile(ran); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is installed ran: %q, %v", content, err)
	}
	want := answer(filepath.Join(venv, "bin/python"))
	if _, err := os.Stat(ran); err != nil {
		t.Errorf("the environment's own Python did not run it: %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers differ (-environment +interpreter):\n%s", diff)
	}
}
