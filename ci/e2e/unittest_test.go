//go:build linux

package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// withUnittest gives an app tests of the standard library alone.
func withUnittest(methods string) func(string) error {
	return all(
		remove("requirements-dev.txt", "requirements-dev.in"),
		alone("__init__.py", ""),
		write(filepath.Join("tests", "test_sum.py"), "import unittest\n\n\nclass Sum(unittest.TestCase):\n    pass\n"+methods))
}

// Runners that write no report have their tests counted all the same.
func TestCountsOfUnittest(t *testing.T) {
	t.Parallel()
	const methods = `
    def test_sum(self):
        self.assertEqual(1 + 1, 2)

    @unittest.skip("later")
    def test_later(self):
        pass
`
	app := calculator(t, "unittest", withUnittest(methods))
	for range 2 { // the second time they are not run
		result := ci(t, nil, app).mustPass(t).app(t, "unittest")
		if want := "1 passed, 1 skipped"; result.Tests.String() != want {
			t.Errorf("tests: %+v, want %+v", result.Tests, want)
		}
	}
	wrong := calculator(t, "unittest-wrong", withUnittest("\n    def test_wrong(self):\n        self.assertEqual(1 + 1, 3)\n"))
	ci(t, nil, wrong).mustFail(t, "test: 1 of 1 tests failed", "AssertionError: 2 != 3")
	mustNotBePublished(t, "unittest-wrong")
}

// A test command that finds nothing passes; the image is untested all the same.
func TestNoTestRan(t *testing.T) {
	t.Parallel()
	app := calculator(t, "untested", withUnittest(""))
	r := ci(t, nil, app).mustPass(t)
	if !strings.Contains(strings.Join(r.app(t, "untested").Warnings, "\n"), "UNTESTED") {
		t.Errorf("nothing says that it is untested:\n%s", r.output)
	}
	required := calculator(t, "required", withUnittest(""), replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\nrequire-tests = true"))
	ci(t, nil, required).mustFail(t, "test: no test ran: ", "require-tests is set")
	mustNotBePublished(t, "required")
}
