//go:build linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dagger/python-pipeline/scripts/exporttest"
)

// lockTools are the real tools of the locks, in the versions of the export stage.
var lockTools = exporttest.Tools{Python: "python3"}

// lockedProject declares what the calculator needs, with every version: the lock of another day is the same.
const lockedProject = `
[project]
name = %q
version = "1.0"
requires-python = ">=3.11,<4"
dependencies = ["lark==1.2.2"]

[dependency-groups]
dev = ["pytest==8.3.4", "pluggy==1.5.0", "iniconfig==2.0.0", "packaging==24.2", "colorama==0.4.6 ; sys_platform == 'win32'"]
docs = ["idna==3.10"]

[tool.poetry]
package-mode = false

[tool.pdm]
distribution = false

[tool.uv]
default-groups = ["dev", "docs"]

[tool.python-pipeline]
python = "3.11"
`

// locked is the calculator with a pyproject.toml in place of its requirements files, and changes.
func locked(t *testing.T, name string, changes ...func(folder string) error) string {
	t.Helper()
	return calculator(t, name, remove("requirements.txt", "requirements.in", "requirements-dev.txt", "requirements-dev.in"),
		replace("pyproject.toml", "\n[tool.python-pipeline]\n", fmt.Sprintf(lockedProject, named(name))), all(changes...))
}

// A lock is made by its own tool, and none of the addresses in it is needed.
func TestLocks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make  func(t *testing.T) func(folder string) error
		locks []string
	}{
		"uv":     {makeUVLock, []string{"uv.lock"}},
		"poetry": {makePoetryLock, []string{"poetry.lock"}},
		"pdm":    {makePDMLock, []string{"pdm.lock"}},
		"pylock": {makePylock, []string{"pylock.toml", "pylock.dev.toml"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := ci(t, nil, locked(t, "locked-by-"+name, c.make(t), forgetAddresses(c.locks...))).mustPass(t).app(t, "locked-by-"+name)
			if app.Tests.Passed < 50 || app.Tests.Failed != 0 {
				t.Errorf("tests: %+v", app.Tests)
			}
			if stdout, _, _ := output(t, app, true, "1 + 2"); stdout != "3\n" {
				t.Errorf("got %q", stdout)
			}
			for file := range entries(t, pull(t, app)) {
				if regexp.MustCompile(`/(pytest|iniconfig|idna|poetry|pdm|uv)(-[^/]*)?$|/app/(.*[.]lock|pylock.*)$`).MatchString(file) {
					t.Errorf("%s is not for production", file)
				}
			}
		})
	}
}

// A lock that does not match is an error that names the command to run.
func TestStaleLocks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make func(t *testing.T) func(folder string) error
		says string
	}{
		"uv":     {makeUVLock, "uv.lock: it does not match pyproject.toml; run `uv lock` and commit both"},
		"poetry": {makePoetryLock, "poetry.lock: it does not match pyproject.toml; run `poetry lock` and commit both"},
		"pdm":    {makePDMLock, "pdm.lock: it does not match pyproject.toml; run `pdm lock` and commit both"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ci(t, nil, locked(t, "stale-"+name, c.make(t), replace("pyproject.toml", "lark==1.2.2", "lark==1.2.1"))).mustFail(t, c.says)
			mustNotBePublished(t, "stale-"+name)
		})
	}
}

func makeUVLock(t *testing.T) func(string) error {
	program := lockProgram(t, "uv")
	return func(folder string) error { return runLockTool(folder, program, "lock") }
}

// makePylock makes a lock for production and one for the tests, and leaves nothing of uv.
func makePylock(t *testing.T) func(string) error {
	program := lockProgram(t, "uv")
	export := func(name string, options ...string) func(string) error {
		return func(folder string) error {
			return runLockTool(folder, program, append([]string{"export", "--format", "pylock.toml", "--no-emit-project", "--output-file", name}, options...)...)
		}
	}
	return all(makeUVLock(t), export("pylock.toml", "--no-default-groups"), export("pylock.dev.toml", "--only-group", "dev"), remove("uv.lock"))
}

func makePDMLock(t *testing.T) func(string) error {
	program := lockProgram(t, "pdm")
	return func(folder string) error {
		if err := runLockTool(folder, program, "lock"); err != nil {
			return err
		}
		return os.RemoveAll(filepath.Join(folder, ".pdm-python"))
	}
}

// makePoetryLock names the index in pyproject.toml: Poetry asks the default one in a way that mirrors seldom know.
func makePoetryLock(t *testing.T) func(string) error {
	program := lockProgram(t, "poetry")
	source := fmt.Sprintf("\n[[tool.poetry.source]]\nname = \"index\"\nurl = %q\npriority = \"primary\"\n", defaultIndex(t))
	return all(appendTo("pyproject.toml", source), func(folder string) error { return runLockTool(folder, program, "lock") })
}

// lockProgram installs the tool of a lock and returns its program.
func lockProgram(t *testing.T, name string) string {
	t.Helper()
	if name == "uv" {
		program, err := lockTools.UV()
		if err != nil {
			t.Fatal(err)
		}
		return program
	}
	folder, err := lockTools.Tool(name)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "bin", name)
}

// runLockTool runs a tool in an app's folder, with the caller's index and nothing of the caller's home.
func runLockTool(folder, program string, arguments ...string) error {
	home, err := os.MkdirTemp("", "lock-tool-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	cmd := exec.Command(program, arguments...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "HOME="+home, "PDM_CHECK_UPDATE=0", "PDM_USE_VENV=0", "POETRY_VIRTUALENVS_CREATE=false", "PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring")
	if index := os.Getenv("PIP_INDEX_URL"); index != "" {
		cmd.Env = append(cmd.Env, "UV_DEFAULT_INDEX="+index, "PDM_PYPI_URL="+index)
	}
	if authorities := os.Getenv("SSL_CERT_FILE"); authorities != "" {
		cmd.Env = append(cmd.Env, "REQUESTS_CA_BUNDLE="+authorities)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(program), err, out)
	}
	return nil
}

// defaultIndex is the address of the index that pip uses here.
func defaultIndex(t *testing.T) string {
	t.Helper()
	if index := os.Getenv("PIP_INDEX_URL"); index != "" {
		return index
	}
	out, err := exec.Command("python3", "-c", "from pip._internal.models.index import PyPI; print(PyPI.simple_url)").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

var indexHost = regexp.MustCompile(`https?://[^/"]+/`)

// forgetAddresses replaces the hosts in locks by one that does not exist.
func forgetAddresses(locks ...string) func(string) error {
	return func(folder string) error {
		for _, name := range locks {
			path := filepath.Join(folder, name)
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if err := os.WriteFile(path, indexHost.ReplaceAll(content, []byte("https://packages.example.com/")), 0o644); err != nil {
				return err
			}
		}
		return nil
	}
}
