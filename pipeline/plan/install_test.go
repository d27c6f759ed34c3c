package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const hash = "--hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254"

func TestChoiceOfRequirements(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name            string
		source          files
		production, dev string
	}{
		{"the only one", files{"requirements.txt": "lark\n"}, "1 package, without hashes | requirements.txt", "none"},
		{"production before the rest", files{"requirements/production.txt": "lark\nidna\n", "requirements/prod.txt": ""},
			"2 packages, without hashes | requirements/production.txt (requirements/prod.txt, requirements.txt is not read; name what to read in requirements)", "none"},
		{"main before the root", files{"requirements/main.txt": ""},
			"none | requirements/main.txt (requirements.txt is not read; name what to read in requirements)", "none"},
		{"the key", files{"": `requirements = ["base.txt"]`, "base.txt": "lark " + hash}, `1 package, hashed | base.txt, the key "requirements"`, "none"},
		{"the key says none", files{"": `requirements = []`}, `none | the key "requirements"`, "none"},
		{"of the tests", files{"dev-requirements.txt": "pytest\n"}, "none | requirements.txt", "1 package, without hashes | dev-requirements.txt"},
		{"of the tests, two", files{"requirements-dev.txt": "pytest\n", "requirements-test.txt": "pytest\ntox\n"},
			"none | requirements.txt", "1 package, without hashes | requirements-dev.txt (requirements-test.txt is not read; name what to read in dev-requirements)"},
		{"of the tests, two of which one has pytest", files{"requirements-dev.txt": "ruff\n", "requirements-test.txt": "-r more.txt\n", "more.txt": "pytest-django\n"},
			"none | requirements.txt", "1 package, without hashes | requirements-test.txt (requirements-dev.txt is not read; name what to read in dev-requirements)"},
		{"of the tests, two without pytest", files{"requirements-dev.txt": "ruff\n", "requirements-test.txt": "lark\nidna\n"},
			"none | requirements.txt", "1 package, without hashes | requirements-dev.txt (requirements-test.txt is not read; name what to read in dev-requirements)"},
		{"one that includes another", files{"requirements/production.txt": "-r base.txt\nidna\n", "requirements/base.txt": "lark\n", "requirements.txt": ""},
			"2 packages, without hashes | requirements/production.txt (requirements.txt is not read; name what to read in requirements)", "none"},
		{"of the tests, in the folder", files{"requirements/test.txt": "pytest\n", "requirements_for_test.txt": ""},
			"none | requirements.txt", "1 package, without hashes | requirements/test.txt (requirements_for_test.txt is not read; name what to read in dev-requirements)"},
		{"of the tests, the key", files{"": `dev-requirements = ["a.txt", "b.txt"]`, "a.txt": "pytest\n", "b.txt": "tox\n", "requirements-dev.txt": "ruff\n"},
			"none | requirements.txt", `2 packages, without hashes | a.txt, b.txt, the key "dev-requirements"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, app(test.source))
			if got := decision(plan, "requirements"); got != test.production {
				t.Errorf("requirements: %q, want %q", got, test.production)
			}
			if got := decision(plan, "dev-requirements"); got != test.dev {
				t.Errorf("dev-requirements: %q, want %q", got, test.dev)
			}
		})
	}
}

func TestRequirementsInAFolderOnly(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]files{
		"1 package, without hashes | requirements/requirements.txt": {"requirements/requirements.txt": "lark\n", "requirements/tests.txt": "-r requirements.txt\npytest\n"},
		"2 packages, without hashes | requirements/base.txt":        {"requirements/base.txt": "lark\nidna\n", "requirements/local.txt": "-r base.txt\npytest\n"},
		"1 package, without hashes | requirements-prod.txt":         {"requirements-prod.txt": "lark\n", "requirements-dev.txt": "pytest\n"},
	} {
		source["app.py"] = ""
		plan := read(t, source)
		if got := decision(plan, "requirements"); got != name {
			t.Errorf("requirements: %q, want %q", got, name)
		}
		if got := decision(plan, "tests"); !strings.HasPrefix(got, "python -m pytest |") {
			t.Errorf("tests: %q, want those of pytest", got)
		}
	}
}

func TestDevelopmentToolsInProduction(t *testing.T) {
	t.Parallel()
	plan := read(t, tested(app(files{"requirements.txt": "lark\nPyTest==8\nblack\n"})))
	want := []string{"production installs development tools: pytest (requirements.txt: line 2), black (requirements.txt: line 3); move them to the files of dev-requirements"}
	if diff := cmp.Diff(want, plan.Warnings); diff != "" {
		t.Errorf("warnings differ (-want +got):\n%s", diff)
	}
}

func TestRemoteConstraintWarns(t *testing.T) {
	t.Parallel()
	plan := read(t, tested(app(files{"requirements.txt": "-c https://example.com/constraints-3.11.txt\n"})))
	want := []string{"requirements.txt: line 1: -c https://example.com/constraints-3.11.txt is not a file of the source: it may change from one build to the next"}
	if diff := cmp.Diff(want, plan.Warnings); diff != "" {
		t.Errorf("warnings differ (-want +got):\n%s", diff)
	}
}

func TestNothingToInstall(t *testing.T) {
	t.Parallel()
	const lookedFor = "nothing to install from: looked for uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pylock.toml, " +
		"requirements/production.txt, requirements/prod.txt, requirements/main.txt, requirements.txt, requirements-production.txt, requirements-prod.txt, requirements.prod.txt, requirements/requirements.txt, requirements/base.txt; "
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"no project", files{"app.py": ""}, lookedFor + "add an empty requirements.txt if the app needs no packages"},
		{"an empty folder", files{}, lookedFor},
		{"in folders", files{"web/requirements.txt": "", "services/api/backend/pyproject.toml": "", "web/tests/setup.py": "", "docs/index.md": ""},
			`a Python project is in "services/api/backend", "web": choose that folder as the source`},
		{"not in foreign folders", files{".venv/requirements.txt": "", "env/pyvenv.cfg": "", "env/lib/setup.py": "", "node_modules/x/setup.py": "", "a/b/c/d/setup.py": ""},
			"add an empty requirements.txt if the app needs no packages"},
		{"in many folders", files{"a/setup.py": "", "b/setup.py": "", "c/setup.py": "", "d/setup.py": "", "e/setup.py": "", "f/setup.py": "", "g/setup.py": "", "h/setup.py": "", "i/setup.py": ""},
			`"h", and 1 more: choose`},
		{"Pipfile without a lock", files{"Pipfile": ""}, "the Pipfile has no lock; make it: pipenv lock"},
		{"Poetry", files{"pyproject.toml": "[tool.poetry]\nname = \"shop\"\n[tool.poetry.dependencies]\npython = \"^3.11\"\nlark = \"^1.2\"\n"},
			lookedFor + "pyproject.toml is a project of Poetry without poetry.lock; make it: poetry lock"},
		{"Poetry by its build backend", files{"pyproject.toml": "[project]\nname = \"shop\"\ndependencies = [\"lark\"]\n[build-system]\nbuild-backend = \"poetry.core.masonry.api\"\n"}, "make it: poetry lock"},
		{"PDM", files{"pyproject.toml": "[project]\ndependencies = [\"lark\"]\n[tool.pdm]\ndistribution = false\n"}, "make it: pdm lock"},
		{"uv", files{"pyproject.toml": "[project]\nname = \"shop\"\n[tool.uv]\npackage = false\n"}, "pyproject.toml is a project of uv without uv.lock; make it: uv lock"},
		{"a member of a uv workspace", files{"pyproject.toml": "[project]\nname = \"shop\"\n[tool.uv.sources]\ncore = { workspace = true }\n"}, "core: the app is a member of a uv workspace, whose lock is in a folder above it"},
		{"Poetry with a table of uv", files{"pyproject.toml": "[tool.poetry]\nname = \"shop\"\n[tool.uv]\n"}, "make it: poetry lock"},
		{"uv with other projects below it", files{"pyproject.toml": "[project]\ndependencies = [\"lark\"]\n[tool.uv]\n", "examples/a/requirements.txt": ""}, "make it: uv lock"},
		{"dependencies in a project of uv", files{"pyproject.toml": "[project]\ndependencies = [\"lark\"]\n[tool.uv]\n"}, `make it: uv lock; or write lock = "pyproject.toml" in [tool.python-pipeline] to resolve its dependencies anew on each build`},
		{"a project of a folder of projects", files{"pyproject.toml": "[project]\nname = \"tools\"\n", "shop/requirements.txt": ""}, `a Python project is in "shop": choose that folder as the source`},
		{"setup.py beside a Pipfile", files{"setup.py": "setup()\n", "Pipfile": ""}, "the Pipfile has no lock; make it: pipenv lock"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, test.source, test.want)
		})
	}
}
