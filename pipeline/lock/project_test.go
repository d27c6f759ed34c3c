package lock

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

// asProject reads a source as a project, although it may have requirements files.
func asProject(dev ...string) Keys { return Keys{Lock: "pyproject.toml", DevRequirements: dev} }

func TestProject(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		source         files
		production     string // text of the made file
		tests, from    string
		notes          []string
		locals, ofTest []Local
	}{
		{name: "no dependencies", source: files{"pyproject.toml": "[project]\nname = \"shop\"\n"}},
		{
			name: "dependencies, a group and an extra",
			source: files{"pyproject.toml": `[project]
name = "shop"
dependencies = ["Flask>=3", "uvicorn[standard] ; python_version > '3.8'"]
[project.optional-dependencies]
Testing = ["pytest-cov"]
docs = ["sphinx"]
[dependency-groups]
test = ["pytest"]
lint = ["ruff"]
`},
			production: "Flask>=3\nuvicorn[standard] ; python_version > '3.8'\n",
			tests:      "pytest\npytest-cov\n", from: "group test, extra Testing in pyproject.toml",
		},
		{
			name: "groups and extras that name others",
			source: files{"pyproject.toml": `[project]
name = "My.Shop"
[project.optional-dependencies]
dev = ["my-shop[test,docs]", "ruff"]
test = ["pytest", "my_shop[dev]"]
docs = ["sphinx"]
[dependency-groups]
tests = [{ include-group = "Type_Check" }, "hypothesis", { include-group = "type-check" }]
type-check = ["mypy"]
`},
			tests: "mypy\nhypothesis\npytest\nsphinx\nruff\n", from: "group tests, extra dev, extra test in pyproject.toml",
		},
		{
			name:   "environments of Hatch",
			source: files{"pyproject.toml": "[project]\nname = \"shop\"\n[tool.hatch.envs.default]\ndependencies = [\"pytest\", \"shop @ {root:uri}\"]\n[tool.hatch.envs.docs]\ndependencies = [\"sphinx\"]\n[tool.hatch.envs.test]\nextra-dependencies = [\"ruff\"]\n"},
			tests:  "pytest\nruff\n", from: "environment default of Hatch, environment test of Hatch in pyproject.toml",
		},
		{
			name: "packages from folders and repositories",
			source: files{"pyproject.toml": `[project]
name = "shop"
dependencies = [
    "rates @ git+https://example.com/rates.git@0123456789abcdef0123456789abcdef01234567",
    "tariffs[all]; python_version > '3'",
    "taxes",
    "fonts>=1",
    "acme",
]
[tool.uv.sources]
tariffs = { path = "libs/tariffs", editable = true }
Taxes = [{ git = "https://example.com/taxes.git", rev = "0123456789abcdef0123456789abcdef01234567", subdirectory = "python" }]
fonts = { url = "https://example.com/fonts-1.whl" }
acme = { index = "acme" }
`, "libs/tariffs/pyproject.toml": ""},
			production: "fonts @ https://example.com/fonts-1.whl\nacme\n",
			notes:      []string{"pyproject.toml: line 14: [tool.uv.sources]: the index acme of acme is not used, only the default one; name it in the key extra-index-urls"},
			locals: []Local{
				{Place: source.Place{File: "pyproject.toml", Line: 4}, Name: "rates", Folder: ".", Repository: "https://example.com/rates.git", Commit: "0123456789abcdef0123456789abcdef01234567"},
				{Place: source.Place{File: "pyproject.toml", Line: 11}, Name: "tariffs", Folder: "libs/tariffs", Extras: []string{"all"}, Marker: "python_version > '3'"},
				{Place: source.Place{File: "pyproject.toml", Line: 12}, Name: "taxes", Folder: "python", Repository: "https://example.com/taxes.git", Commit: "0123456789abcdef0123456789abcdef01234567"},
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := read(t, test.source, asProject())
			if diff := cmp.Diff([]string{test.production, test.tests}, []string{l.Production.Made[projectRequirements], l.Development.Made[projectDevRequirements]}); diff != "" {
				t.Errorf("made files differ (-want +got):\n%s", diff)
			}
			if l.Development.From != test.from || l.Production.Hashed {
				t.Errorf("tests from %q, want %q; hashed: %t", l.Development.From, test.from, l.Production.Hashed)
			}
			if diff := cmp.Diff([][]Local{test.locals, test.ofTest}, [][]Local{l.Production.Locals, l.Development.Locals}); diff != "" {
				t.Errorf("packages from folders differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, l.Production.Notes); diff != "" {
				t.Errorf("notes differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestProjectPlaces(t *testing.T) {
	t.Parallel()
	l := read(t, files{"pyproject.toml": "# lark\n[project]\nname = \"shop\"\ndependencies = [\n    \"idna\",\n    'lark>=1',\n]\n[dependency-groups]\ndev = [\"lark>=1\"]\n"}, asProject())
	want := []source.Place{{File: "pyproject.toml", Line: 5}, {File: "pyproject.toml", Line: 6}, {File: "pyproject.toml", Line: 9}}
	var got []source.Place
	for _, set := range []Set{l.Production, l.Development} {
		for _, p := range set.Packages {
			got = append(got, p.Place)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places differ (-want +got):\n%s", diff)
	}
}

// Without customary groups the tests need customary files, or those of the key.
func TestProjectWithDevelopmentFiles(t *testing.T) {
	t.Parallel()
	const project = "[project]\nname = \"shop\"\ndependencies = [\"lark\"]\n"
	beside := files{"pyproject.toml": project, "requirements-dev.txt": "pytest\n", "ours.txt": "tox\n"}
	if l := read(t, beside, asProject()); !cmp.Equal(l.Development.Files, []string{"requirements-dev.txt"}) {
		t.Errorf("files of the tests: %q", l.Development.Files)
	}
	withGroup := beside.with("pyproject.toml", project+"[dependency-groups]\ndev = [\"pytest\"]\n")
	if l := read(t, withGroup, asProject("ours.txt")); !cmp.Equal(l.Development.Files, []string{"ours.txt"}) {
		t.Errorf("files of the tests, with the key: %q", l.Development.Files)
	}
}

func TestProjectWithKeys(t *testing.T) {
	t.Parallel()
	static := files{"pyproject.toml": "[project]\nname = \"shop\"\ndependencies = [\"lark\"]\n[project.optional-dependencies]\nS3 = [\"boto3\"]\ntest = [\"tox\"]\n[dependency-groups]\nprod = [\"gunicorn\"]\ndev = [\"ruff\"]\n"}
	built := files{"pyproject.toml": "[dependency-groups]\nprod = [\"gunicorn\"]\n", "setup.py": "setup(extras_require={'test': ['pytest']})\n"}
	for name, test := range map[string]struct {
		source            files
		keys              Keys
		production, tests string
		extras            []string // of the app's own folder
	}{
		"groups and extras":        {static, Keys{Groups: []string{"prod"}, Extras: []string{"s3"}}, "lark\ngunicorn\nboto3\n", "ruff\ntox\n", nil},
		"groups of the tests":      {static, Keys{DevGroups: []string{"prod", "test"}}, "lark\n", "gunicorn\ntox\n", nil},
		"no groups of the tests":   {static, Keys{DevGroups: []string{}}, "lark\n", "", nil},
		"of a package of setup.py": {built, Keys{Groups: []string{"prod"}, Extras: []string{"S3"}, DevGroups: []string{}}, "gunicorn\n", "", []string{"s3"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.keys.Lock = "pyproject.toml"
			l := read(t, test.source, test.keys)
			if diff := cmp.Diff([]string{test.production, test.tests}, []string{l.Production.Made[projectRequirements], l.Development.Made[projectDevRequirements]}); diff != "" {
				t.Errorf("made files differ (-want +got):\n%s", diff)
			}
			var extras []string
			for _, local := range l.Production.Locals {
				extras = append(extras, local.Extras...)
			}
			if diff := cmp.Diff(test.extras, extras); diff != "" || l.Development.Locals != nil {
				t.Errorf("packages of the tests from folders: %+v; extras differ (-want +got):\n%s", l.Development.Locals, diff)
			}
		})
	}
	fails(t, static, Keys{Lock: "pyproject.toml", Extras: []string{"s4"}}, `pyproject.toml: [tool.python-pipeline]: extras: pyproject.toml has no extra "s4"; it has S3, test`)
	fails(t, static, Keys{Lock: "pyproject.toml", Groups: []string{"s3"}}, `groups: pyproject.toml has no group "s3"; it has dev, prod`)
	fails(t, static, Keys{Lock: "pyproject.toml", DevGroups: []string{"x"}}, `dev-groups: pyproject.toml has no group "x"; it has S3, dev, prod, test`)
	fails(t, static, Keys{Lock: "pyproject.toml", DevGroups: []string{}, DevRequirements: []string{"a.txt"}}, "dev-groups: dev-requirements says what tests need too; remove one")
}

func TestProjectErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ pyproject, want string }{
		"no project":              {"[tool.ruff]\n", "pyproject.toml: there is no [project] table, and no setup.py or setup.cfg of a package beside it; declare the app's packages in [project]: dependencies"},
		"not a requirement":       {"[project]\nname = \"shop\"\ndependencies = [\n  \"lark 1.2\",\n]\n", `pyproject.toml: line 4: "lark 1.2" is not a valid requirement`},
		"an option":               {"[project]\nname = \"shop\"\ndependencies = [\"-r base.txt\"]\n", `pyproject.toml: line 3: "-r base.txt" is not a valid requirement`},
		"a folder without a name": {"[project]\nname = \"shop\"\ndependencies = [\".\"]\n", `pyproject.toml: line 3: "." has no name; write it like name @ address`},
		"a branch":                {"[project]\nname = \"shop\"\ndependencies = [\"a @ git+https://example.com/a.git@main\"]\n", "pyproject.toml: line 3: a (git+https://example.com/a.git@main) comes from https://example.com/a.git without a full commit (main)"},
		"a group in a circle":     {"[dependency-groups]\ndev = [{ include-group = \"test\" }]\ntest = [{ include-group = \"dev\" }]\n[project]\nname = \"shop\"\n", "pyproject.toml: line 2: [dependency-groups]: the group dev includes itself: dev → test → dev"},
		"an unknown group":        {"[dependency-groups]\ndev = [{ include-group = \"lint\" }]\n[project]\nname = \"shop\"\n", "pyproject.toml: line 2: [dependency-groups]: dev includes the group lint, which does not exist"},
		"a group of another type": {"[dependency-groups]\ndev = \"pytest\"\n[project]\nname = \"shop\"\n", "pyproject.toml: line 2: [dependency-groups]: dev is not a list"},
		"an entry that is none":   {"[dependency-groups]\ndev = [1]\n[project]\nname = \"shop\"\n", "[dependency-groups]: dev: 1 is not a valid entry"},
		"several sources":         {"[project]\nname = \"shop\"\ndependencies = [\"a\"]\n[tool.uv.sources]\na = [{ index = \"x\" }, { index = \"y\" }]\n", "pyproject.toml: line 5: [tool.uv.sources]: a comes from several places, which is only supported with a lock; make it: uv lock"},
		"a source outside":        {"[project]\nname = \"shop\"\ndependencies = [\"a\"]\n[tool.uv.sources]\na = { path = \"../a\" }\n", "pyproject.toml: line 5: [tool.uv.sources]: a lies outside the app's folder"},
		"a source of a branch":    {"[project]\nname = \"shop\"\ndependencies = [\"a\"]\n[tool.uv.sources]\na = { git = \"https://example.com/a\", branch = \"main\" }\n", "a comes from https://example.com/a without a full commit"},
		"a source without place":  {"[project]\nname = \"shop\"\ndependencies = [\"a\"]\n[tool.uv.sources]\na = { marker = \"x\" }\n", "[tool.uv.sources]: a has neither path, git, url nor index"},
		"a member of a workspace": {"[project]\nname = \"shop\"\ndependencies = [\"a\"]\n[tool.uv.sources]\na = { workspace = true }\n", "a: the app is a member of a uv workspace"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fails(t, files{"pyproject.toml": test.pyproject}, asProject(), test.want)
		})
	}
}
