package plan

import (
	"maps"
	"strings"
	"testing"

	"dagger/python-pipeline/lock"
)

// monorepo is a workspace without an app of its own, with more files. Its member api
// needs its member lib.
func monorepo(more files) files {
	all := files{
		"pyproject.toml":                   "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n",
		"notes.txt":                        "",
		".dockerignore":                    "packages\n",
		"packages/api/pyproject.toml":      "[project]\nname = \"shop-api\"\nversion = \"2.0\"\n[tool.python-pipeline]\nport = 8123\n",
		"packages/api/app.py":              "print(1)\n",
		"packages/api/tests/test_app.py":   "def test(): pass\n",
		"packages/lib/pyproject.toml":      "[project]\nname = \"lib\"\nversion = \"1\"\n[build-system]\nrequires = []\nbuild-backend = \"hatchling.build\"\n",
		"packages/lib/src/lib/__init__.py": "",
		"uv.lock": `version = 1
requires-python = ">=3.11"
[[package]]
name = "shop-api"
version = "2.0"
source = { virtual = "packages/api" }
dependencies = [{ name = "lib" }]
[[package]]
name = "lib"
source = { editable = "packages/lib" }
`,
	}
	maps.Copy(all, more)
	return all
}

func readMember(source files, name string) (*Plan, error) {
	return Read(source.fs(), Options{Name: "shop", Member: name})
}

func TestMember(t *testing.T) {
	t.Parallel()
	keyed := monorepo(files{"pyproject.toml": "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n[tool.python-pipeline]\npackage = \"shop_api\"\n"})
	for name, test := range map[string]struct {
		source  files
		option  string
		decided string
	}{
		"by its folder":           {monorepo(nil), "packages/api", "shop-api (packages/api) | the argument member"},
		"by its name":             {monorepo(nil), "shop-api", "shop-api (packages/api) | the argument member"},
		"by the key":              {keyed, "", `shop-api (packages/api) | the key "package"`},
		"the argument over a key": {keyed, "packages/api", "shop-api (packages/api) | the argument member"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := readMember(test.source, test.option)
			if err != nil {
				t.Fatal(err)
			}
			if got := decision(p, "package"); got != test.decided {
				t.Errorf("package: %s, want %s", got, test.decided)
			}
			// All of this is the member's own.
			if p.Folder != "packages/api" || p.Name != "shop-api" || p.Version != "2.0" || p.Port != 8123 || len(p.Command.Args()) == 0 || decision(p, "tests") == "" {
				t.Errorf("the plan of another folder: %+v", p)
			}
			// And this is the workspace's.
			if p.LockKind != lock.UV || len(p.Locals) != 1 || p.Locals[0].Folder != "packages/lib" || strings.Join(p.ExportOptions, " ") != "--package shop-api" {
				t.Errorf("locals %v, options %v", p.Locals, p.ExportOptions)
			}
			if table := p.Table(); strings.Contains(table, "lock =") || strings.Contains(table, "package =") {
				t.Errorf("keys that a member cannot have:\n%s", table)
			}
			if got := strings.Join(p.Inputs, " "); got != "pyproject.toml uv.lock packages/api/pyproject.toml packages/lib/pyproject.toml" {
				t.Errorf("inputs %s", got)
			}
		})
	}
}

// uv takes the version of a member from the workspace where the member has none.
func TestPythonOfMember(t *testing.T) {
	t.Parallel()
	for want, source := range map[string]files{
		"3.13 | .python-version of the workspace": monorepo(files{".python-version": "3.13\n"}),
		"3.12 | .python-version":                  monorepo(files{".python-version": "3.13\n", "packages/api/.python-version": "3.12\n"}),
	} {
		p, err := readMember(source, "packages/api")
		if err != nil {
			t.Fatal(err)
		}
		if got := decision(p, "python"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A member that is a package is built from its own folder.
func TestMemberThatIsAPackage(t *testing.T) {
	t.Parallel()
	source := monorepo(nil)
	source["packages/lib/pyproject.toml"] += "[tool.python-pipeline]\ncommand = \"python -m lib\"\n"
	p, err := readMember(source, "lib")
	if err != nil {
		t.Fatal(err)
	}
	if !p.InstallProject || p.OwnFolder() != "packages/lib" || len(p.Locals) != 0 {
		t.Errorf("install-project %t in %s beside %v", p.InstallProject, p.OwnFolder(), p.Locals)
	}
}

// A folder with code of its own is an app, whatever members it has.
func TestWorkspaceWithAnApp(t *testing.T) {
	t.Parallel()
	source := monorepo(files{
		"pyproject.toml": "[project]\nname = \"shop\"\n[tool.uv.workspace]\nmembers = [\"packages/*\"]\n",
		"app.py":         "print(1)\n",
	})
	source["uv.lock"] += "[[package]]\nname = \"shop\"\nversion = \"1\"\nsource = { virtual = \".\" }\n"
	for _, option := range []string{"", "shop", "."} {
		p, err := readMember(source, option)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name != "shop" || p.Folder != "" || p.OwnFolder() != "." {
			t.Errorf("%q: the app %s in %q", option, p.Name, p.Folder)
		}
	}
}

func TestMemberErrors(t *testing.T) {
	t.Parallel()
	const table = "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n"
	const choose = "the folder has no code of its own, only that of its members: shop-api (packages/api), lib (packages/lib); choose the app among them: by its folder (go run ./ci packages/api), with the module's argument --member=shop-api, or with package = \"shop-api\" in [tool.python-pipeline]"
	for name, test := range map[string]struct {
		source files
		option string
		want   string
	}{
		"unknown":                     {monorepo(nil), "web", `member: "web" is not a member of the workspace; it has shop-api (packages/api), lib (packages/lib)`},
		"unknown, by the key":         {monorepo(files{"pyproject.toml": table + "[tool.python-pipeline]\npackage = \"web\"\n"}), "", `pyproject.toml: [tool.python-pipeline]: package: "web" is not a member of the workspace`},
		"outside":                     {monorepo(nil), "../api", `member: "../api" is not a member of the workspace`},
		"no workspace":                {app(nil), "api", `member: pyproject.toml has no [tool.uv.workspace], so there is no member "api" to choose`},
		"a root that is no project":   {monorepo(nil), "", choose},
		"a root without code":         {monorepo(files{"pyproject.toml": table + "[project]\nname = \"all\"\n"}), "", choose},
		"other keys beside package":   {monorepo(files{"pyproject.toml": table + "[tool.python-pipeline]\npackage = \"lib\"\nport = 8000\n"}), "", "package: the app is lib (packages/lib), so its keys are read from packages/lib/pyproject.toml; move port there"},
		"the key in a member":         {monorepo(files{"packages/api/pyproject.toml": "[tool.python-pipeline]\npackage = \"lib\"\n"}), "packages/api", "packages/api/pyproject.toml: [tool.python-pipeline]: package: the key belongs in the pyproject.toml of the workspace"},
		"requirements of a member":    {monorepo(files{"packages/api/pyproject.toml": "[tool.python-pipeline]\nrequirements = []\n"}), "packages/api", "packages/api/pyproject.toml: [tool.python-pipeline]: requirements: the lock of the workspace has the packages of its member"},
		"a workspace of another type": {monorepo(files{"pyproject.toml": "[tool.uv.workspace]\nmembers = 1\n"}), "packages/api", "pyproject.toml: "},
		"a member that is not locked": {monorepo(files{"packages/new/pyproject.toml": ""}), "packages/new", "uv.lock: it has no package for the member packages/new; run uv lock"},
		"a key that names no folder":  {monorepo(files{"pyproject.toml": table + "[tool.python-pipeline]\npackage = \"\"\n"}), "", "package"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := readMember(test.source, test.option)
			if err == nil {
				t.Fatalf("no error, but the plan\n%s", p.Text())
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error\n\t%s\ndoes not contain\n\t%s", err, test.want)
			}
		})
	}
	unlocked := monorepo(nil)
	delete(unlocked, "uv.lock")
	if _, err := readMember(unlocked, "packages/api"); err == nil || err.Error() != "uv.lock: the workspace has none; make it: uv lock" {
		t.Errorf("without a lock: %v", err)
	}
}
