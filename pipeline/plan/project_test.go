package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/lock"
)

func TestProjectWithoutLock(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		source    files
		made      map[string]string
		decisions map[string]string
		installed bool
	}{
		{"dependencies in pyproject.toml",
			files{"pyproject.toml": "[project]\nname = \"shop\"\nversion = \"1\"\nrequires-python = \">=3.11,<3.14\"\ndependencies = [\"flask\", \"gunicorn\"]\n[dependency-groups]\ntest = [\"pytest\"]\n", "app.py": "app = Flask(__name__)\n"},
			map[string]string{"project-requirements.txt": "flask\ngunicorn\n", "project-dev-requirements.txt": "pytest\n"},
			map[string]string{
				"lock":             "none: pyproject.toml is resolved anew on each build | pyproject.toml",
				"requirements":     "2 packages, without hashes | [project] in pyproject.toml",
				"dev-requirements": "1 package, without hashes | group test in pyproject.toml",
				"command":          `["gunicorn","--bind","0.0.0.0:8000","app:app"] | app.py, gunicorn in pyproject.toml: line 5`,
				"tests":            "python -m pytest | pyproject.toml: line 7",
				"python":           `3.13 | requires-python ">=3.11,<3.14" in pyproject.toml`,
			}, false},
		{"a package in pyproject.toml",
			files{"pyproject.toml": "[project]\nname = \"shop\"\nversion = \"1\"\ndependencies = []\n[project.scripts]\nshop = \"shop:main\"\n" + hatch, "src/shop/__init__.py": ""},
			nil,
			map[string]string{
				"lock":            "none: pyproject.toml is resolved anew on each build | pyproject.toml",
				"requirements":    "none | [project] in pyproject.toml",
				"install-project": "yes: as a wheel, beside its source | [build-system] in pyproject.toml",
				"command":         `["shop"] | [project.scripts] shop in pyproject.toml`,
			}, true},
		{"setup.py",
			files{"setup.py": "from setuptools import setup\nsetup(\n    install_requires=[\"flask\", \"gunicorn\"],\n    extras_require={\"test\": [\"pytest\"]},\n)\n", "app.py": "app = Flask(__name__)\n"},
			nil,
			map[string]string{
				"lock":                "none: setup.py is resolved anew on each build | setup.py",
				"requirements":        "what the app's wheel asks for | setup.py",
				"source-packages":     ". | setup.py: line 2",
				"dev-requirements":    "what the app's wheel asks for | extra test in setup.py",
				"dev-source-packages": ". | setup.py: line 4",
				"install-project":     "yes: as a wheel, beside its source | setup.py: line 2",
				"command":             `["gunicorn","--bind","0.0.0.0:8000","app:app"] | app.py, gunicorn in setup.py: line 3`,
				"tests":               "python -m pytest | setup.py: line 4",
			}, true},
		{"dynamic dependencies",
			files{"pyproject.toml": "[project]\nname = \"shop\"\nversion = \"1\"\ndynamic = [\"dependencies\"]\n" + setuptools, "app.py": ""},
			nil,
			map[string]string{
				"requirements":    "what the app's wheel asks for | pyproject.toml",
				"source-packages": ". | pyproject.toml: line 4",
			}, true},
		{"requirements files beside setup.py",
			files{"requirements.txt": "lark==1.2.2\n", "setup.py": "setup(install_requires=['lark'])\n", "app.py": ""},
			nil,
			map[string]string{
				"lock":            "",
				"requirements":    "1 package, without hashes | requirements.txt",
				"install-project": "yes: as a wheel, beside its source | setup.py",
			}, true},
		{"the key lock for a project of uv",
			files{"pyproject.toml": "[project]\nname = \"shop\"\nversion = \"1\"\ndependencies = [\"lark\"]\n[tool.uv]\n[tool.python-pipeline]\nlock = \"pyproject.toml\"\n", "app.py": "", "uv.lock": ""},
			map[string]string{"project-requirements.txt": "lark\n"},
			map[string]string{"lock": `none: pyproject.toml is resolved anew on each build (not read: uv.lock) | the key "lock"`}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, test.source)
			for what, want := range test.decisions {
				if got := decision(plan, what); got != want {
					t.Errorf("%s: %q, want %q", what, got, want)
				}
			}
			if diff := cmp.Diff(test.made, plan.Made); diff != "" {
				t.Errorf("made files differ (-want +got):\n%s", diff)
			}
			if plan.InstallProject != test.installed || plan.Hashed || plan.DevHashed {
				t.Errorf("installed: %t, hashed: %t, %t", plan.InstallProject, plan.Hashed, plan.DevHashed)
			}
		})
	}
}

func TestOwnPackageThatMustNotBeInstalled(t *testing.T) {
	t.Parallel()
	const key = "[tool.python-pipeline]\ninstall-project = false\n"
	fails(t, app(files{"requirements.txt": "lark==1.2.2\n-e .\n", "setup.py": "setup()\n", "pyproject.toml": key}),
		"requirements.txt: line 2: this installs the app itself, but install-project = false in [tool.python-pipeline]; remove one")
	fails(t, files{"setup.py": "setup()\n", "app.py": "", "pyproject.toml": key},
		"setup.py: line 1: only the app's wheel says which packages it needs, but install-project = false in [tool.python-pipeline]; remove the key, or list the packages in requirements.txt")
}

func TestUpgradeOfProject(t *testing.T) {
	t.Parallel()
	plan := read(t, files{"pyproject.toml": "[project]\nname = \"shop\"\ndependencies = [\"lark\"]\n", "app.py": ""})
	if got, want := plan.LockKind, lock.Project; got != want {
		t.Errorf("kind %q, want %q", got, want)
	}
	for name, want := range map[string]string{
		"lark": "write lark==1.3 in pyproject.toml: line 3 and build again",
		"idna": "add idna==1.3 to pyproject.toml and build again",
	} {
		if got := plan.Upgrade(name, "1.3"); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
