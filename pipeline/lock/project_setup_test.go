package lock

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

// The packages of these apps are in the metadata of their wheels; what is recognized
// before, is written as literals.
func TestProjectWithSetup(t *testing.T) {
	t.Parallel()
	at := func(file string, line int) []Local {
		return []Local{{Place: source.Place{File: file, Line: line}, Folder: "."}}
	}
	const config = `[metadata]
name = shop
[options]
python_requires = >=3.9
install_requires =
    flask>=3
    gunicorn; sys_platform != "win32"
[options.extras_require]
docs = sphinx
test =
    pytest
`
	const script = `from setuptools import find_packages, setup

REQUIRES = [
    "flask>=3",  # "not this"
    'uvicorn[standard]',
]

setup(
    name="shop",
    packages=find_packages(),
    install_requires=REQUIRES,
    python_requires=">=3.10",
    extras_require={
        "docs": ["sphinx"],
        "dev": ["pytest", "ruff"],
    },
)
`
	for _, test := range []struct {
		name              string
		source            files
		file, python      string
		locals, ofTests   []Local
		recognized, tests []string
	}{
		{"setup.cfg", files{"setup.cfg": config}, "setup.cfg", ">=3.9", at("setup.cfg", 1),
			[]Local{{Place: source.Place{File: "setup.cfg", Line: 10}, Folder: ".", Extras: []string{"test"}}}, []string{"flask", "gunicorn"}, []string{"pytest"}},
		{"setup.py", files{"setup.py": script}, "setup.py", ">=3.10", at("setup.py", 8),
			[]Local{{Place: source.Place{File: "setup.py", Line: 15}, Folder: ".", Extras: []string{"dev"}}}, []string{"flask", "uvicorn"}, []string{"pytest", "ruff"}},
		{"setup.py of setup.cfg", files{"setup.py": "import setuptools\nsetuptools.setup()\n", "setup.cfg": config}, "setup.py", ">=3.9", at("setup.py", 2),
			[]Local{{Place: source.Place{File: "setup.cfg", Line: 10}, Folder: ".", Extras: []string{"test"}}}, []string{"flask", "gunicorn"}, []string{"pytest"}},
		{"setup.py that computes", files{"setup.py": "setup(install_requires=open('a.txt').read().split(), extras_require=extras())\n", "requirements-test.txt": "tox\n"}, "setup.py", "", at("setup.py", 1), nil, nil, []string{"tox"}},
		{"setup.py that ends early", files{"setup.py": "setup(install_requires=[\"flask\", "}, "setup.py", "", at("setup.py", 1), nil, []string{"flask"}, nil},
		{"dynamic dependencies", files{"pyproject.toml": "[project]\nname = \"shop\"\ndynamic = [\"dependencies\"]\n", "setup.py": "setup(install_requires=[\"flask\"])\n"}, "pyproject.toml", "", at("pyproject.toml", 3), nil, []string{"flask"}, nil},
		{"dynamic dependencies, and a group", files{"pyproject.toml": "[project]\nname = \"shop\"\ndynamic = [\"dependencies\"]\n[dependency-groups]\ndev = [\"pytest\"]\n"}, "pyproject.toml", "", at("pyproject.toml", 3), nil, nil, []string{"pytest"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := read(t, test.source, Keys{Lock: test.file})
			if l.File != test.file || l.RequiresPython != test.python || l.Production.Files != nil {
				t.Errorf("file %q, Python %q, files %q", l.File, l.RequiresPython, l.Production.Files)
			}
			if diff := cmp.Diff([][]Local{test.locals, test.ofTests}, [][]Local{l.Production.Locals, l.Development.Locals}); diff != "" {
				t.Errorf("packages from folders differ (-want +got):\n%s", diff)
			}
			names := [][]string{nil, nil}
			for i, set := range []Set{l.Production, l.Development} {
				for _, p := range set.Packages {
					names[i] = append(names[i], p.Name)
				}
			}
			if diff := cmp.Diff([][]string{test.recognized, test.tests}, names); diff != "" {
				t.Errorf("recognized packages differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDeclares(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		source files
		want   bool
	}{
		"nothing":              {files{"app.py": ""}, false},
		"settings of tools":    {files{"pyproject.toml": "[tool.ruff]\n", "setup.cfg": "[flake8]\n"}, false},
		"a project":            {files{"pyproject.toml": "[project]\nname = \"shop\"\n"}, true},
		"setup.py":             {files{"setup.py": "setup(name='shop')\n"}, true},
		"setup.py of the app":  {files{"setup.py": "# setup() is in another file\n"}, false},
		"setup.cfg":            {files{"setup.cfg": "[metadata]\nname = shop\n"}, true},
		"old table of Poetry":  {files{"pyproject.toml": "[tool.poetry]\nname = \"shop\"\n"}, false},
		"a table that is none": {files{"pyproject.toml": "project = 1\n"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Declares(test.source.tree())
			if got != test.want {
				t.Errorf("%t, want %t (%v)", got, test.want, err)
			}
		})
	}
}
