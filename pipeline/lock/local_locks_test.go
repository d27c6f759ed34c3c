package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

const repository = "https://example.com/team/rates.git"

// localApps name the same packages from folders in each format: core, in a folder, and for
// production rates, in a repository; stubs, in a folder, only for the tests; and one only
// for Windows.
var localApps = map[Kind]files{
	UV: {
		"pyproject.toml": "[project]\nname = \"shop\"\n",
		"uv.lock": uvLocked(`source = { editable = "." }
dependencies = [{ name = "core", extra = ["x"] }, { name = "rates" }, { name = "win", marker = "sys_platform == 'win32'" }, { name = "data" }]
[package.dev-dependencies]
dev = [{ name = "core" }, { name = "stubs" }]
`, "[[package]]\nname = \"core\"\nsource = { editable = \"libs/core\" }\n",
			"[[package]]\nname = \"data\"\nsource = { virtual = \"libs/data\" }\n",
			"[[package]]\nname = \"rates\"\nsource = { git = \""+repository+"?subdirectory=py&rev=v1#"+commit+"\" }\n",
			"[[package]]\nname = \"stubs\"\nsource = { directory = \"libs/stubs\" }\n",
			"[[package]]\nname = \"win\"\nsource = { directory = \"libs/win\" }\n"),
	},
	Poetry: {
		"pyproject.toml": "[tool.poetry.group.dev]\n",
		"poetry.lock": poetryLocked(
			poetryLocal("core", `"main", "dev"`, "", "type = \"directory\"\nurl = \"libs/core\"\n"),
			poetryLocal("rates", `"main"`, "", "type = \"git\"\nurl = \""+repository+"\"\nreference = \"v1\"\nresolved_reference = \""+commit+"\"\nsubdirectory = \"py\"\n"),
			poetryLocal("stubs", `"dev"`, "", "type = \"directory\"\nurl = \"libs/stubs\"\n"),
			poetryLocal("win", `"main"`, `markers = "sys_platform == \"win32\""`, "type = \"directory\"\nurl = \"libs/win\"\n")),
	},
	PDM: {
		"pyproject.toml": "",
		"pdm.lock": pdmLocked(
			pdmLocal("core", `"default", "dev"`, "editable = true\npath = \"./libs/core\""),
			pdmLocal("core", `"default"`, "extras = [\"x\"]\npath = \"./libs/core\""),
			pdmLocal("rates", `"default"`, "git = \""+repository+"\"\nref = \"v1\"\nrevision = \""+commit+"\"\nsubdirectory = \"py\""),
			pdmLocal("stubs", `"dev"`, "path = \"./libs/stubs\""),
			pdmLocal("win", `"default"`, "path = \"./libs/win\"\nmarker = \"sys_platform == 'win32'\"")),
	},
	Pipenv: {
		"Pipfile": "",
		"Pipfile.lock": lockOf([]string{
			`"core": {"editable": true, "extras": ["x"], "markers": "python_version >= '3.9'", "path": "libs/core"}`,
			`"rates": {"git": "` + repository + `", "ref": "` + commit + `", "subdirectory": "py"}`,
			`"win": {"file": "./libs/win", "markers": "os_name == 'nt'"}`,
		}, []string{`"core": {"path": "libs/core"}`, `"stubs": {"file": "./libs/stubs"}`}),
	},
	Pylock: {
		"pylock.toml": pylocked(
			"[[packages]]\nname = \"core\"\ndirectory = { path = \"./libs\", subdirectory = \"core\", editable = true }\n",
			"[[packages]]\nname = \"rates\"\nmarker = \"'default' in dependency_groups\"\nvcs = { type = \"git\", url = \""+repository+"\", requested-revision = \"v1\", commit-id = \""+commit+"\", subdirectory = \"py\" }\n",
			"[[packages]]\nname = \"stubs\"\nmarker = \"'dev' in dependency_groups\"\ndirectory = { path = \"libs/stubs\" }\n",
			"[[packages]]\nname = \"win\"\nmarker = \"os_name == 'nt'\"\ndirectory = { path = \"libs/win\" }\n"),
	},
}

func poetryLocal(name, groups, more, from string) string {
	return "[[package]]\nname = \"" + name + "\"\nversion = \"1.0\"\ngroups = [" + groups + "]\nfiles = []\n" + more + "\n[package.source]\n" + from
}

func pdmLocal(name, groups, more string) string {
	return "[[package]]\nname = \"" + name + "\"\nversion = \"1.0\"\ngroups = [" + groups + "]\n" + more + "\n"
}

func TestLocalsOfLocks(t *testing.T) {
	t.Parallel()
	for kind, app := range localApps {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			for _, name := range []string{"core", "stubs", "win"} {
				app = app.with("libs/"+name+"/pyproject.toml", "[project]\nname = \""+name+"\"\n")
			}
			l := read(t, app, Keys{})
			production, development, err := l.LocalsFor("3.11")
			if err != nil {
				t.Fatal(err)
			}
			for i := range production {
				production[i].Place = source.Place{}
			}
			for i := range development {
				development[i].Place = source.Place{}
			}
			want := []Local{{Name: "core", Folder: "libs/core"}, {Name: "rates", Folder: "py", Repository: repository, Commit: commit}}
			if kind != Poetry && kind != Pylock { // which do not say with which extras a package is needed
				want[0].Extras = []string{"x"}
			}
			if diff := cmp.Diff([][]Local{want, {{Name: "stubs", Folder: "libs/stubs"}}}, [][]Local{production, development}); diff != "" {
				t.Errorf("packages from folders differ (-want +got):\n%s", diff)
			}
			if names := l.Production.names() + l.Development.names(); names != "" || !l.Production.Hashed || !l.Development.Hashed {
				t.Errorf("releases %q, hashed %t and %t; want none, and both", names, l.Production.Hashed, l.Development.Hashed)
			}
		})
	}
}

// To check the lock, uv reads what the packages in folders need.
func TestUVReadsTheirMetadata(t *testing.T) {
	t.Parallel()
	app := localApps[UV].with("libs/core/pyproject.toml", "[project]\nname = \"core\"\n").with("libs/win/pyproject.toml", "[project]\nname = \"win\"\n")
	got := read(t, app.with("libs/stubs/pyproject.toml", "[project]\nname = \"stubs\"\n"), Keys{})
	want := []string{"pyproject.toml", "uv.lock", "libs/core/pyproject.toml", "libs/stubs/pyproject.toml", "libs/win/pyproject.toml"}
	if diff := cmp.Diff(want, got.Production.Inputs); diff != "" {
		t.Errorf("inputs differ (-want +got):\n%s", diff)
	}
	if got.ExportOptions != nil || got.Production.Notes != nil {
		t.Errorf("options %q, notes %q; want none", got.ExportOptions, got.Production.Notes)
	}
	for name, app := range map[string]files{
		"shop (.)":           app.with("libs/stubs/pyproject.toml", "[project]\nname = \"stubs\"\n").with("pyproject.toml", "[project]\ndynamic = [\"version\", \"dependencies\"]\n"),
		"stubs (libs/stubs)": app.with("libs/stubs/setup.py", ""),
	} {
		got := read(t, app, Keys{})
		if strings.Join(got.ExportOptions, " ") != "--unchecked" || len(got.Production.Notes) != 1 ||
			!strings.Contains(got.Production.Notes[0], "uv.lock: it is not checked whether the lock is stale, because uv would have to build "+name) {
			t.Errorf("%s: options %q, notes %q", name, got.ExportOptions, got.Production.Notes)
		}
	}
	fails(t, app.with("libs/stubs/pyproject.toml", "[project\n"), Keys{}, "libs/stubs/pyproject.toml: this is not valid TOML")
}

// A package that the tests need everywhere and production only elsewhere.
func TestLocalOfBothSets(t *testing.T) {
	t.Parallel()
	lock := poetryLocked(poetryLocal("core", `"main", "dev"`, `markers = {main = "sys_platform == \"win32\""}`, "type = \"directory\"\nurl = \"libs/core\"\n"))
	l := read(t, files{"pyproject.toml": "[tool.poetry.group.dev]\n", "poetry.lock": lock, "libs/core/setup.py": ""}, Keys{})
	production, development, err := l.LocalsFor("3.11")
	if diff := cmp.Diff([][]string{nil, {"core poetry.lock: line 4"}}, [][]string{shown(production), shown(development)}); err != nil || diff != "" {
		t.Errorf("%v, packages from folders differ (-want +got):\n%s", err, diff)
	}
}
