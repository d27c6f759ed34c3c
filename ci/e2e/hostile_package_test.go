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

// A package that runs at every start of Python finds neither a cache that others
// use nor the index's password: not while it is installed, nor while others are
// installed beside it or checked, and not in the tests or in the image.
//
// Another one wants a pinned package with an extra, of which there is a release
// after the lock: the pinned one is installed.
func TestHostilePackage(t *testing.T) {
	t.Parallel()
	index := newPackageIndex(t)
	start := strings.ReplaceAll(readFile(t, "testdata/hostile/hostile_start.py"), "SERVER/", index.address+"/")
	backend := readFile(t, "testdata/hostile/forgets_backend.py") + "# " + thisRun + "\n"
	requirements := index.addWheel(t, "hostile", "1.0", map[string]string{"hostile.pth": "import hostile_start\n", "hostile_start.py": start}) +
		index.addSource(t, "forgets", "1.0", map[string]string{
			"backend.py":     backend,
			"pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n",
		}) +
		index.addWheel(t, "plug", "1.0", nil) +
		index.addWheel(t, "wants", "1.0", nil, "plug[extra]>=1.0")
	index.addWheel(t, "plug", "2.0", nil)
	app := calculator(t, "hostile-package",
		withUnittest(""), alone("test_environment.py", foundNothing), write(filepath.Join("tests", "__init__.py"), ""),
		appendTo("requirements.txt", requirements),
		write("requirements-dev.txt", index.addWheel(t, "tools", "1.0", nil)),
		// Its own cache, since it is not kind to that.
		replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\nbuild-env = { HOSTILE = \"1\" }"))

	r := ci(t, []string{"PIP_EXTRA_INDEX_URL=" + index.url()}, app).mustPass(t)
	if strings.Contains(r.output, index.password) {
		t.Errorf("the index's password is in the output:\n%s", r.output)
	}
	if tests := r.app(t, "hostile-package").Tests; tests.String() != "2 passed" {
		t.Errorf("tests: %+v", tests)
	}
	index.mu.Lock()
	defer index.mu.Unlock()
	if len(index.found) == 0 {
		t.Error("the package never ran")
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
