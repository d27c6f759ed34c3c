package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTests(t *testing.T) {
	t.Parallel()
	const (
		testCase = "from unittest import TestCase\n"
		manage   = "import django\n"
	)
	pytest := []string{"python", "-m", "pytest"}
	unittest := []string{"python", "-m", "unittest", "discover"}
	for _, test := range []struct {
		name     string
		source   files
		want     Tests
		decided  string
		coverage string
	}{
		{"key before all", files{"": `test-command = "tox -e py"`, "requirements-dev.txt": "pytest\npytest-cov\n"},
			Tests{RunnerCommand, []string{"/bin/sh", "-c", "exec tox -e py"}, false}, `tox -e py | the key "test-command"`, ""},
		{"pytest for the tests", files{"requirements-dev.txt": "ruff\npytest==8\n", "manage.py": manage},
			Tests{RunnerPytest, pytest, false}, "python -m pytest | requirements-dev.txt: line 2", "none: pytest-cov is not in the requirements"},
		{"pytest in production", files{"requirements.txt": "pytest\n"},
			Tests{RunnerPytest, pytest, false}, "python -m pytest | requirements.txt: line 1", "none: pytest-cov is not in the requirements"},
		{"pytest by a plugin", files{"requirements-dev.txt": "pytest-cov\n"},
			Tests{RunnerPytest, pytest, true}, "python -m pytest | requirements-dev.txt: line 1 (pytest-cov installs pytest)", "pytest-cov | requirements-dev.txt: line 1"},
		{"coverage alone is not enough for pytest", files{"requirements-dev.txt": "pytest\ncoverage\n"},
			Tests{RunnerPytest, pytest, false}, "python -m pytest | requirements-dev.txt: line 1", "none: pytest-cov is not in the requirements"},
		{"Django", files{"manage.py": manage, "shop/tests.py": testCase, "requirements-dev.txt": "coverage\n"},
			Tests{RunnerManage, []string{"python", "manage.py", "test"}, false}, "python manage.py test | manage.py", ""},
		{"Django below src", files{"src/manage.py": manage, "src/shop/__init__.py": "", "src/shop/tests.py": testCase},
			Tests{RunnerManage, []string{"python", "src/manage.py", "test", "src"}, false}, "python src/manage.py test src | src/manage.py", ""},
		{"another manage.py", files{"manage.py": "import flask_script\n", "test_app.py": testCase},
			Tests{RunnerUnittest, unittest, false}, "python -m unittest discover | test_app.py", ""},
		{"unittest in a folder", files{"tests/test_app.py": testCase},
			Tests{RunnerUnittest, append(unittest[:4:4], "-s", "tests"), false}, "python -m unittest discover -s tests | tests/test_app.py", ""},
		{"unittest in a package", files{"tests/__init__.py": "", "tests/unit/__init__.py": "", "tests/unit/test_app.py": testCase, "test_more.py": testCase},
			Tests{RunnerUnittest, unittest, false}, "python -m unittest discover | test_more.py", ""},
		{"unittest below src", files{"src/calc/__init__.py": "", "src/calc/test_calc.py": testCase},
			Tests{RunnerUnittest, append(unittest[:4:4], "-s", "src"), false}, "python -m unittest discover -s src | src/calc/test_calc.py", ""},
		{"none", nil, Tests{Runner: RunnerNone},
			"none: no test-command, no pytest in the requirements, no manage.py and no unittest file", ""},
		{"none of ours", files{".venv/test_x.py": testCase, "node_modules/x/test_x.py": testCase, "v/pyvenv.cfg": "", "v/lib/test_x.py": testCase},
			Tests{Runner: RunnerNone}, "none: no test-command, no pytest in the requirements, no manage.py and no unittest file", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, app(test.source))
			if diff := cmp.Diff(test.want, plan.Tests); diff != "" {
				t.Errorf("tests differ (-want +got):\n%s", diff)
			}
			if got := decision(plan, "tests"); got != test.decided {
				t.Errorf("decision %q, want %q", got, test.decided)
			}
			if got := decision(plan, "coverage"); got != test.coverage {
				t.Errorf("coverage %q, want %q", got, test.coverage)
			}
		})
	}
}

func TestUntestedCausesAWarning(t *testing.T) {
	t.Parallel()
	const untested = "the image is published UNTESTED: there is no test-command, no pytest in the requirements, no manage.py and no unittest file"
	for _, test := range []struct {
		name   string
		source files
		want   []string
	}{
		{"no tests", nil, []string{untested}},
		{"tests without a runner", files{"tests/test_app.py": "def test_app():\n    assert True\n"},
			[]string{"tests/test_app.py has tests, but pytest, which would run them, is not in the requirements; add it to a file of dev-requirements", untested}},
		{"a mock is not a unittest", files{"test_app.py": "from unittest import mock\n\ndef test_app():\n    assert True\n"},
			[]string{"test_app.py has tests, but pytest, which would run them, is not in the requirements; add it to a file of dev-requirements", untested}},
		{"tests that tox runs", files{"test_app.py": "def test_app():\n    assert True\n", "tox.ini": "[testenv]\ndeps =\n    pytest>=8  # runs them\n    py311: responses\n    -r requirements.txt\ncommands = pytest {posargs}\n"},
			[]string{"test_app.py has tests, but pytest, which would run them, is not in the requirements; write what tox.ini installs for them (pytest>=8, responses, -r requirements.txt) into requirements-dev.txt", untested}},
		{"tests that tox runs with a file", files{"test_app.py": "def test_app():\n    assert True\n", "ci/needs.txt": "pytest\n", "tox.ini": "[tox]\nenvlist = py311\n[testenv:py311]\ndeps = -r{toxinidir}/ci/needs.txt\n"},
			[]string{"test_app.py has tests, but pytest, which would run them, is not in the requirements; tox.ini installs ci/needs.txt for them: dev-requirements = [\"ci/needs.txt\"] does so here", untested}},
		{"a module of test data", files{"testdata.py": "x = 1\n"}, []string{untested}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(t, app(test.source)).Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTestsErrors(t *testing.T) {
	t.Parallel()
	fails(t, app(files{"": "require-tests = true"}), "tests: none found, but require-tests is set: there is no test-command")
	fails(t, app(files{"a/test_a.py": "TestCase", "b/test_b.py": "TestCase"}), "tests: unittest files are below several folders (a, b)")
}

func TestRequireTestsWithTests(t *testing.T) {
	t.Parallel()
	plan := read(t, tested(app(files{"": "require-tests = true"})))
	if got := decision(plan, "require-tests"); got != `true | the key "require-tests"` {
		t.Errorf("decision %q", got)
	}
}
