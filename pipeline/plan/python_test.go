package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPython(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		argument string
		source   files
		python   string
		decided  string
		warnings []string
	}{
		{name: "no declaration", python: "3.11", decided: "3.11 | the default"},
		{name: "argument first", argument: "3.12", source: files{"": `python = "3.13"`, ".python-version": "3.10"},
			python: "3.12", decided: "3.12 | the argument python"},
		{name: "argument with a patch level", argument: "3.12.4", python: "3.12", decided: "3.12 (3.12.4 requested; matched by its minor version) | the argument python"},
		{name: "key before files", source: files{"": `python = "3.13"`, ".python-version": "3.10"},
			python: "3.13", decided: `3.13 | the key "python"`},
		{name: ".python-version before runtime.txt", source: files{".python-version": "3.10\n", "runtime.txt": "python-3.12.1"},
			python: "3.10", decided: "3.10 | .python-version"},
		{name: ".python-version with comment, CRLF and a second version", source: files{".python-version": "\uFEFF# ours\r\n3.11.7\r\n3.10.2\r\n"},
			python: "3.11", decided: "3.11 (3.11.7 requested; matched by its minor version) | .python-version"},
		{name: "empty .python-version", source: files{".python-version": "\n", "runtime.txt": "python-3.12.1\n"},
			python: "3.12", decided: "3.12 (3.12.1 requested; matched by its minor version) | runtime.txt"},
		{name: ".python-version of uv", source: files{".python-version": "cpython-3.13\n"}, python: "3.13", decided: "3.13 | .python-version"},
		{name: "any patch level in runtime.txt", source: files{"runtime.txt": "python-3.13.x\n"}, python: "3.13", decided: "3.13 (3.13.x requested; matched by its minor version) | runtime.txt"},
		{name: "runtime.txt before .tool-versions", source: files{"runtime.txt": "python-3.9\n", ".tool-versions": "python 3.12.1"},
			python: "3.9", decided: "3.9 | runtime.txt"},
		{name: ".tool-versions", source: files{".tool-versions": "nodejs 20.1.0\npython 3.12.1 3.11.0 # both\n"},
			python: "3.12", decided: "3.12 (3.12.1 requested; matched by its minor version) | .tool-versions"},
		{name: ".tool-versions without Python", source: files{".tool-versions": "nodejs 20.1.0\n"}, python: "3.11", decided: "3.11 | the default"},
		{name: "newest of requires-python", source: requires(">=3.9"), python: "3.14", decided: `3.14 | requires-python ">=3.9" in pyproject.toml`},
		{name: "upper bound", source: requires(">=3.9,<3.13"), python: "3.12", decided: `3.12 | requires-python ">=3.9,<3.13" in pyproject.toml`},
		{name: "one patch level", source: requires("==3.11.4"), python: "3.11",
			decided: `3.11 (3.11.4 requested; matched by its minor version) | requires-python "==3.11.4" in pyproject.toml`},
		{name: "file against requires-python", source: files{".python-version": "3.10", "pyproject.toml": "[project]\nrequires-python = \">=3.12\"\n"},
			python: "3.10", decided: "3.10 | .python-version",
			warnings: []string{`requires-python ">=3.12" in pyproject.toml does not accept Python 3.10`}},
		{name: "late patch levels only are no reason to warn", source: files{".python-version": "3.11", "pyproject.toml": "[project]\nrequires-python = \">=3.11.4\"\n"},
			python: "3.11", decided: "3.11 | .python-version"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan, err := Read(tested(app(test.source)).fs(), Options{Python: test.argument})
			if err != nil {
				t.Fatal(err)
			}
			if got := decision(plan, "python"); plan.Python != test.python || got != test.decided {
				t.Errorf("python %q, decision %q; want %q, %q", plan.Python, got, test.python, test.decided)
			}
			if diff := cmp.Diff(test.warnings, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func requires(specifier string) files {
	return files{"pyproject.toml": "[project]\nrequires-python = \"" + specifier + "\"\n"}
}

// tested adds a test file, so that there is no warning of missing tests.
func tested(source files) files {
	source["test_app.py"] = "from unittest import TestCase\n"
	return source
}

func TestPythonErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"another interpreter", files{".python-version": "pypy3.9-7.3.11"}, `.python-version: "pypy3.9-7.3.11" is not a valid version of CPython 3; write it like 3.13, or set python`},
		{"the machine's own", files{".tool-versions": "python system"}, `.tool-versions: "system" is not a valid version`},
		{"Python 2", files{"runtime.txt": "python-2.7.18"}, `runtime.txt: "python-2.7.18" is not a valid version`},
		{"any Python 3", files{".python-version": "3"}, `.python-version: "3" is not a valid version`},
		{"any version of Python 3", files{"runtime.txt": "python-3.x"}, `runtime.txt: "python-3.x" is not a valid version`},
		{"a patch level of any patch level", files{"runtime.txt": "python-3.12.1.x"}, `runtime.txt: "python-3.12.1.x" is not a valid version`},
		{"free-threaded", files{".python-version": "3.13t"}, `.python-version: "3.13t" is not a valid version`},
		{"too old", files{".python-version": "3.8.19"}, "python 3.8 (.python-version): there is no base image for it; there are 3.9, 3.10, 3.11, 3.12, 3.13, 3.14; the app accepts each of them; declare another"},
		{"from the future", files{"": `python = "3.99"`}, `python 3.99 (the key "python"): there is no base image for it`},
		{"none accepted", requires(">=3.15"), `pyproject.toml: requires-python ">=3.15" accepts none of 3.9,`},
		{"Poetry's caret", requires("^3.11"), `pyproject.toml: requires-python: "^3.11" is not a valid version specifier; write it like ">=3.11,<3.14"`},
		{"an error although the file wins", files{".python-version": "3.11", "pyproject.toml": "[project]\nrequires-python = \"3.11\"\n"}, `requires-python: "3.11" is not a valid version specifier`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, app(test.source), test.want)
		})
	}
}
