//go:build linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Ways to say that the app needs the package in libs/tariffs.
var (
	requiresTariffs = replace("pyproject.toml", `dependencies = ["lark==1.2.2"]`, `dependencies = ["lark==1.2.2", "tariffs"]`)
	tariffsForUV    = all(requiresTariffs, appendTo("pyproject.toml", "\n[tool.uv.sources]\ntariffs = { path = \"libs/tariffs\" }\n"))
	// PDM knows folders of the project where the backend is its own.
	tariffsForPDM = all(replace("pyproject.toml", `"lark==1.2.2"`, `"lark==1.2.2", "tariffs @ file:///${PROJECT_ROOT}/libs/tariffs"`),
		replace("pyproject.toml", `"setuptools==80.9.0"`, `"pdm-backend==2.5.0"`), replace("pyproject.toml", "setuptools.build_meta", "pdm.backend"))
)

// tests are what the app's dependency group has, one requirement a line.
const tests = "pytest==8.3.4\npluggy==1.5.0\niniconfig==2.0.0\npackaging==24.2\n"

// An app that is a package is installed as one, and so is a package in a folder of it, whatever pins the others: the
// tests and the image have the same wheels, their data files and their console scripts.
func TestPackages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change   func(t *testing.T) func(string) error
		tariffs  bool
		onlyLong bool
	}{
		"uv": {change: func(t *testing.T) func(string) error {
			return all(tariffsForUV, makeUVLock(t), forgetAddresses("uv.lock"))
		}, tariffs: true},
		"requirements": {change: func(*testing.T) func(string) error {
			return all(write("requirements.txt", "lark==1.2.2\n./libs/tariffs\n"), write("requirements-dev.txt", "-r requirements.txt\n"+tests))
		}, tariffs: true},
		"no-lock": {change: func(*testing.T) func(string) error { return all() }, onlyLong: true},
		"poetry": {change: func(t *testing.T) func(string) error {
			return all(requiresTariffs, appendTo("pyproject.toml", "\n[tool.poetry]\npackages = [{ include = \"greeter\", from = \"src\" }]\n\n[tool.poetry.dependencies]\ntariffs = { path = \"libs/tariffs\" }\n"),
				makePoetryLock(t), forgetAddresses("poetry.lock"))
		}, tariffs: true, onlyLong: true},
		"pdm": {change: func(t *testing.T) func(string) error {
			return all(tariffsForPDM, makePDMLock(t), forgetAddresses("pdm.lock"))
		}, tariffs: true, onlyLong: true},
		"pylock": {change: func(t *testing.T) func(string) error {
			return all(tariffsForUV, makePylock(t), forgetAddresses("pylock.toml", "pylock.dev.toml"))
		}, tariffs: true, onlyLong: true},
		"pipenv": {change: func(t *testing.T) func(string) error {
			return all(makePipfileLock(t), forgetAddresses("Pipfile.lock"))
		}, tariffs: true, onlyLong: true},
		"setup-cfg": {change: func(*testing.T) func(string) error {
			return all(remove("pyproject.toml"), write("setup.cfg", setupCfg), write("setup.py", "from setuptools import setup\n\nsetup()\n"),
				write(".python-version", "3.11\n"), write("requirements-dev.txt", tests))
		}, onlyLong: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.onlyLong && !runsLong {
				t.Skip("set " + long + "=1")
			}
			folder := copyApp(t, "package-"+name, filepath.Join("testdata", "package"), c.change(t))
			// They have the name of the package; each is looked at by its digest.
			app := ci(t, nil, folder).mustPass(t).summary.Apps[0]
			if app.Tests.String() != "3 passed" {
				t.Errorf("tests: %s", app.Tests)
			}
			want := "Hello from greeter 1.4\n"
			if c.tariffs {
				want = "Hello from greeter 1.4, a letter is 2\n"
			}
			if stdout, stderr, _ := output(t, app, true); stdout != want {
				t.Errorf("got %q, want %q: %s", stdout, want, stderr)
			}
			for file := range entries(t, pull(t, app)) {
				if regexp.MustCompile(`/(pytest|setuptools|wheel)(-[^/]*)?$|/build/|/wheels?/`).MatchString(file) {
					t.Errorf("%s is not for production", file)
				}
			}
		})
	}
}

// makePipfileLock makes a Pipfile and its lock.
func makePipfileLock(t *testing.T) func(string) error {
	program := lockProgram(t, "pipenv")
	pipfile := fmt.Sprintf("[[source]]\nname = \"index\"\nurl = %q\nverify_ssl = true\n\n[packages]\nlark = \"==1.2.2\"\ntariffs = { path = \"./libs/tariffs\" }\n\n[dev-packages]\n%s\n[requires]\npython_version = \"3.11\"\n",
		defaultIndex(t), regexp.MustCompile(`(?m)^(.*)==(.*)$`).ReplaceAllString(tests, `$1 = "==$2"`))
	return all(write("Pipfile", pipfile), func(folder string) error { return runLockTool(folder, program, "lock") }, func(folder string) error {
		return os.RemoveAll(filepath.Join(folder, "libs", "tariffs", "build"))
	})
}

const setupCfg = `[metadata]
name = greeter
version = 1.4

[options]
package_dir =
    = src
packages = find:
python_requires = >=3.11
install_requires =
    lark==1.2.2

[options.packages.find]
where = src

[options.package_data]
greeter = words.json

[options.entry_points]
console_scripts =
    greet = greeter.cli:main
`
