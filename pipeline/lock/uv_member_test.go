package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// uvWorkspace is a workspace without a project of its own: the members api and web need
// the member lib, and web needs what api does not.
var uvWorkspace = files{
	"pyproject.toml":              "[tool.uv]\ndefault-groups = [\"lint\"]\n[tool.uv.workspace]\nmembers = [\"packages/*\"]\n",
	"packages/api/pyproject.toml": "[project]\nname = \"api\"\n",
	"packages/lib/pyproject.toml": "[project]\nname = \"lib\"\n",
	"packages/web/pyproject.toml": "[project]\nname = \"web\"\n",
	"uv.lock": "version = 1\nrequires-python = \">=3.11\"\n[manifest]\nmembers = [\"api\", \"lib\", \"web\"]\n" + `
[[package]]
name = "api"
source = { editable = "packages/api" }
dependencies = [{ name = "flask" }, { name = "lib" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
lint = [{ name = "ruff" }]
[[package]]
name = "lib"
source = { editable = "packages/lib" }
dependencies = [{ name = "lark" }]
[[package]]
name = "web"
source = { virtual = "packages/web" }
dependencies = [{ name = "django" }, { name = "lib" }]
` + uvRelease("django", "5.2") + uvRelease("flask", "3.1") + uvRelease("lark", "1.2") + uvRelease("pytest", "8.3") + uvRelease("ruff", "0.9"),
}

// A member gets what it needs itself, and the members that it needs as packages.
func TestUVMember(t *testing.T) {
	t.Parallel()
	for member, want := range map[string]string{
		"packages/api": "flask==3.1 lark==1.2 | pytest==8.3 | packages/lib | --package api",
		"packages/web": "django==5.2 lark==1.2 |  | packages/lib | --package web",
		"packages/lib": "lark==1.2 |  |  | --package lib",
	} {
		t.Run(member, func(t *testing.T) {
			t.Parallel()
			l := read(t, uvWorkspace, Keys{Member: member})
			var folders []string
			for _, local := range l.Production.Locals {
				folders = append(folders, local.Folder)
			}
			got := strings.Join([]string{l.Production.names(), l.Development.names(), strings.Join(folders, " "), strings.Join(l.ExportOptions, " ")}, " | ")
			if got != want {
				t.Errorf("got\n\t%s\nwant\n\t%s", got, want)
			}
			// uv compares the lock with all members.
			inputs := []string{"pyproject.toml", "uv.lock", "packages/api/pyproject.toml", "packages/lib/pyproject.toml", "packages/web/pyproject.toml"}
			if diff := cmp.Diff(inputs, l.Production.Inputs); diff != "" {
				t.Errorf("inputs differ (-want +got):\n%s", diff)
			}
		})
	}
}

// uv's default groups are those of the member.
func TestUVMemberGroups(t *testing.T) {
	t.Parallel()
	source := uvWorkspace.with("packages/api/pyproject.toml", "[project]\nname = \"api\"\n[tool.uv]\ndefault-groups = \"all\"\n")
	if got := read(t, source, Keys{Member: "packages/api"}).Development.names(); got != "pytest==8.3 ruff==0.9" {
		t.Errorf("got %s", got)
	}
}

func TestUVMemberThatIsNotLocked(t *testing.T) {
	t.Parallel()
	fails(t, uvWorkspace, Keys{Member: "packages/new"}, "uv.lock: it has no package for the member packages/new; run uv lock")
}
