//go:build linux

package e2e

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// foundNothing is a test of the app. What the environment's Python found while
// the environment was made would lie beside the package.
const foundNothing = `import importlib.metadata
import pathlib
import unittest

import hostile_start


class Environment(unittest.TestCase):
    def test_no_package_ran_while_it_was_made(self):
        found = pathlib.Path(hostile_start.__file__).with_name("found.jsonl")
        self.assertFalse(found.exists(), found.exists() and found.read_text())

    def test_the_release_of_the_lock_is_installed(self):
        self.assertEqual(importlib.metadata.version("plug"), "1.0")
`

// hostileBuild is the source of a package whose build looks for what it must not
// find, and makes a wheel of a name and version.
func hostileBuild(t *testing.T, start, name, version string) map[string]string {
	t.Helper()
	backend := strings.NewReplacer("NAME", name, "VERSION", version).Replace(readFile(t, "testdata/hostile/builds_backend.py"))
	return map[string]string{
		"builds_backend.py": backend + "# " + thisRun + "\n",
		"hostile_start.py":  start,
		"pyproject.toml":    "[build-system]\nrequires = [\"hostile==1.0\"]\nbuild-backend = \"builds_backend\"\nbackend-path = [\".\"]\n",
	}
}

// A package that runs at every start of Python finds neither a cache that others
// use nor the index's password: not while it is installed, nor while others are
// installed beside it, built or checked, and not in the tests or in the image.
// Neither does the build of a package.
//
// Another one wants a pinned package with an extra, of which there is a release
// after the lock: the pinned one is installed.
func TestHostilePackage(t *testing.T) {
	t.Parallel()
	index := newPackageIndex(t)
	start := strings.ReplaceAll(readFile(t, "testdata/hostile/hostile_start.py"), "SERVER/", index.address+"/")
	requirements := index.addWheel(t, "hostile", "1.0", map[string]string{"hostile.pth": "import hostile_start\n", "hostile_start.py": start}) +
		index.addSource(t, "builds", "1.0", hostileBuild(t, start, "builds", "1.0")) +
		index.addWheel(t, "plug", "1.0", nil) +
		index.addWheel(t, "wants", "1.0", nil, "plug[extra]>=1.0")
	index.addWheel(t, "plug", "2.0", nil)
	app := calculator(t, "hostile-package",
		withUnittest(""), alone("test_environment.py", foundNothing), write(filepath.Join("tests", "__init__.py"), ""),
		appendTo("requirements.txt", requirements),
		write("requirements-dev.txt", index.addWheel(t, "tools", "1.0", nil)))

	r := ci(t, []string{"PIP_EXTRA_INDEX_URL=" + index.url()}, app).mustPass(t)
	if strings.Contains(r.output, index.password) {
		t.Errorf("the index's password is in the output:\n%s", r.output)
	}
	if tests := r.app(t, "hostile-package").Tests; tests.String() != "2 passed" {
		t.Errorf("tests: %+v", tests)
	}
	index.mu.Lock()
	defer index.mu.Unlock()
	if ran := strings.Join(index.found, "\n"); !strings.Contains(ran, "_in_process.py") || len(index.found) < 2 {
		t.Errorf("the package never ran, or not while one was built: %s", ran)
	}
	for _, text := range index.found {
		var found struct {
			Credentials, Writable, Secrets []string
			Netrc                          bool
		}
		if err := json.Unmarshal([]byte(text), &found); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		if len(found.Credentials)+len(found.Writable)+len(found.Secrets) > 0 || found.Netrc {
			t.Errorf("the package found %s", text)
		}
	}
}

// The build of a package cannot make a wheel of another one, which would be
// installed in its place.
func TestBuildOfAnotherPackage(t *testing.T) {
	t.Parallel()
	index := newPackageIndex(t)
	index.addWheel(t, "hostile", "1.0", map[string]string{"hostile_start.py": ""})
	app := calculator(t, "builds-another", appendTo("requirements.txt",
		index.addSource(t, "builds", "1.0", hostileBuild(t, "", "lark", "9.9"))))
	ci(t, []string{"PIP_EXTRA_INDEX_URL=" + index.url()}, app).
		mustFail(t, "builds 1.0: its build made a wheel of lark 9.9; a package may build only itself")
	mustNotBePublished(t, "builds-another")
}
