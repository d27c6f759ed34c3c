package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// groupedApps have the same packages in each format: lark for production, gunicorn in the
// group web, psycopg in the extra pg (for Pipenv a group too), pytest in the group that
// tests need by custom, and hypothesis in the group slow.
var groupedApps = map[Kind]files{
	UV: {
		"pyproject.toml": "[project]\nname = \"shop\"\n",
		"uv.lock": uvLocked(`source = { virtual = "." }
dependencies = [{ name = "lark" }]
[package.optional-dependencies]
pg = [{ name = "psycopg" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
slow = [{ name = "hypothesis" }]
web = [{ name = "gunicorn" }]
[package.metadata]
provides-extras = ["none", "pg"]
[package.metadata.requires-dev]
empty = []
`, uvRelease("gunicorn", "1.0"), uvRelease("hypothesis", "1.0"), uvRelease("lark", "1.0"), uvRelease("psycopg", "1.0"), uvRelease("pytest", "1.0")),
	},
	Poetry: {
		"pyproject.toml": "[tool.poetry.group.dev]\n[tool.poetry.group.empty]\n",
		"poetry.lock": poetryLocked(
			poetryRelease("gunicorn", `"web"`, ""), poetryRelease("hypothesis", `"slow"`, ""), poetryRelease("lark", `"main"`, ""),
			poetryRelease("psycopg", `"main"`, `markers = "extra == \"pg\""`), poetryRelease("pytest", `"dev"`, ""),
		) + "[extras]\nnone = []\npg = [\"psycopg\"]\n",
	},
	PDM: {
		"pyproject.toml": "[project.optional-dependencies]\nnone = []\npg = []\n",
		"pdm.lock": strings.Replace(pdmLocked(
			pdmRelease("gunicorn", `"web"`, ""), pdmRelease("hypothesis", `"slow"`, ""), pdmRelease("lark", `"default"`, ""),
			pdmRelease("psycopg", `"pg"`, ""), pdmRelease("pytest", `"dev"`, ""),
		), `"lint", "tests"`, `"empty", "none", "pg", "slow", "web"`, 1),
	},
	Pylock: {
		"pylock.toml": strings.Replace(pylocked(
			pylockRelease("gunicorn", "'web' in dependency_groups", ""), pylockRelease("hypothesis", "'slow' in dependency_groups", ""), pylockRelease("lark", "", ""),
			pylockRelease("psycopg", "'pg' in extras", ""), pylockRelease("pytest", "'dev' in dependency_groups", ""),
		), `["dev", "docs"]`, "[\"dev\", \"empty\", \"slow\", \"web\"]\nextras = [\"none\", \"pg\"]", 1),
	},
	Pipenv: {
		"Pipfile": "",
		"Pipfile.lock": strings.Replace(lockOf([]string{release("lark")}, []string{release("pytest")}), `"docs": {"sphinx": {"version": "==8"}},`,
			`"empty": {}, "slow": {`+release("hypothesis")+`}, "web": {`+release("gunicorn")+`}, "pg": {`+release("psycopg")+`},`, 1),
	},
}

func TestGroupsOfLocks(t *testing.T) {
	t.Parallel()
	for kind, app := range groupedApps {
		for name, test := range map[string]struct {
			keys                    Keys
			production, development string
			options                 string
		}{
			"no key":                   {Keys{}, "lark", "pytest", ""},
			"a group":                  {Keys{Groups: []string{"web"}}, "gunicorn lark", "pytest", "--group web"},
			"a group without packages": {Keys{Groups: []string{"Empty"}}, "lark", "pytest", "--group empty"},
			"a group of the tests":     {Keys{DevGroups: []string{"slow"}}, "lark", "hypothesis", ""},
			"no group of the tests":    {Keys{DevGroups: []string{}}, "lark", "", ""},
			"a group of both":          {Keys{Groups: []string{"slow"}, DevGroups: []string{"slow"}}, "hypothesis lark", "", "--group slow"},
			"an extra":                 {Keys{Extras: []string{"PG"}}, "lark psycopg", "pytest", "--extra pg"},
			"an extra and a group":     {Keys{Extras: []string{"pg", "none"}, Groups: []string{"web"}}, "gunicorn lark psycopg", "pytest", "--group web --extra pg --extra none"},
		} {
			if kind == Pipenv && test.keys.Extras != nil {
				continue
			}
			t.Run(string(kind)+", "+name, func(t *testing.T) {
				t.Parallel()
				l := read(t, app, test.keys)
				if got := sorted(l.Production); got != test.production {
					t.Errorf("production has %q, want %q", got, test.production)
				}
				if got := sorted(l.Development); got != test.development {
					t.Errorf("the tests have %q, want %q", got, test.development)
				}
				if got := strings.Join(l.ExportOptions, " "); got != test.options {
					t.Errorf("options %q, want %q", got, test.options)
				}
			})
		}
	}
}

func TestGroupsAreNamed(t *testing.T) {
	t.Parallel()
	keys := Keys{Groups: []string{"web"}, Extras: []string{"pg"}, DevGroups: []string{"dev", "slow"}}
	for kind, want := range map[Kind][]string{
		UV:     {"uv.lock, group web, extra pg", "groups dev, slow in uv.lock"},
		Poetry: {"groups main, web in poetry.lock, extra pg", "groups dev, slow in poetry.lock"},
		PDM:    {"groups default, web in pdm.lock, extra pg", "groups dev, slow in pdm.lock"},
		Pylock: {"pylock.toml, group web, extra pg", "groups dev, slow in pylock.toml"},
	} {
		l := read(t, groupedApps[kind], keys)
		if diff := cmp.Diff(want, []string{l.Production.From, l.Development.From}); diff != "" {
			t.Errorf("%s: what the packages are from differs (-want +got):\n%s", kind, diff)
		}
	}
	l := read(t, groupedApps[Pipenv], Keys{Groups: []string{"web"}, DevGroups: []string{"develop", "slow"}})
	if diff := cmp.Diff([]string{"default, web in Pipfile.lock", "develop, slow in Pipfile.lock"}, []string{l.Production.From, l.Development.From}); diff != "" {
		t.Errorf("Pipenv: what the packages are from differs (-want +got):\n%s", diff)
	}
}

func TestUnknownGroups(t *testing.T) {
	t.Parallel()
	const place = "pyproject.toml: [tool.python-pipeline]: "
	for kind, want := range map[Kind]string{
		UV:     "uv.lock has no group \"docs\"; it has dev, empty, slow, web",
		Poetry: "poetry.lock has no group \"docs\"; it has dev, empty, slow, web",
		PDM:    "pdm.lock has no group \"docs\"; it has dev, empty, none, pg, slow, web",
		Pylock: "pylock.toml has no group \"docs\"; it has dev, empty, slow, web",
		Pipenv: "Pipfile.lock has no group \"docs\"; it has develop, empty, pg, slow, web",
	} {
		fails(t, groupedApps[kind], Keys{Groups: []string{"docs"}}, place+"groups: "+want)
		fails(t, groupedApps[kind], Keys{DevGroups: []string{"docs"}}, place+"dev-groups: "+want)
	}
	for kind, want := range map[Kind]string{
		UV:     "uv.lock has no extra \"web\"; it has none, pg",
		Poetry: "poetry.lock has no extra \"web\"; it has none, pg",
		PDM:    "pdm.lock has no extra \"web\"; it has none, pg",
		Pylock: "pylock.toml has no extra \"web\"; it has none, pg",
		Pipenv: "Pipfile.lock has no extras of the project; remove the key, and name sections in groups",
	} {
		fails(t, groupedApps[kind], Keys{Extras: []string{"web"}}, place+"extras: "+want)
	}
	fails(t, files{"pylock.toml": "lock-version = \"1.0\"\n"}, Keys{Extras: []string{"web"}}, place+`extras: pylock.toml has no extra "web", and no other; remove the key`)
	fails(t, beside(nil), Keys{Groups: []string{"web"}}, place+"groups: requirements files have no groups or extras; remove the key, and name the files in requirements")
	fails(t, beside(nil), Keys{DevGroups: []string{}}, place+"dev-groups: requirements files have no groups or extras; remove the key, and name the files in dev-requirements")
	fails(t, beside(nil), Keys{Extras: []string{"pg"}}, place+"extras: requirements files have no groups or extras")
}

// A package from a folder may be needed only with an extra.
func TestLocalOfAnExtra(t *testing.T) {
	t.Parallel()
	for kind, app := range map[Kind]files{
		Poetry: {"pyproject.toml": "", "poetry.lock": poetryLocked(poetryLocal("core", `"main"`, `markers = "extra == \"pg\""`, "type = \"directory\"\nurl = \"libs/core\"\n")) + "[extras]\npg = [\"core\"]\n"},
		Pylock: {"pylock.toml": "lock-version = \"1.0\"\nextras = [\"pg\"]\n[[packages]]\nname = \"core\"\nmarker = \"'pg' in extras\"\ndirectory = { path = \"libs/core\" }\n"},
		UV: {"pyproject.toml": "[project]\nname = \"shop\"\n", "uv.lock": uvLocked("source = { virtual = \".\" }\n[package.optional-dependencies]\npg = [{ name = \"core\" }]\n",
			"[[package]]\nname = \"core\"\nsource = { directory = \"libs/core\" }\n")},
	} {
		app = app.with("libs/core/setup.py", "")
		for extra, want := range map[string]int{"": 0, "pg": 1} {
			keys := Keys{}
			if extra != "" {
				keys.Extras = []string{extra}
			}
			production, development, err := read(t, app, keys).LocalsFor("3.11")
			if err != nil || len(production) != want || development != nil {
				t.Errorf("%s, extra %q: %v and %v, %v; want %d in production", kind, extra, production, development, err, want)
			}
		}
	}
}

// sorted names the packages of a set.
func sorted(s Set) string {
	names := map[string]bool{}
	for _, p := range s.Packages {
		names[p.Name] = true
	}
	return strings.Join(namesOf(names), " ")
}
