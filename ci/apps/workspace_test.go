package apps

import (
	"path/filepath"
	"testing"

	"python-pipeline/ci/apptest"
	"python-pipeline/ci/config"
)

const uvLock = `version = 1
requires-python = ">=3.11"
[[package]]
name = "api"
source = { virtual = "packages/api" }
`

// An app is built from the workspace of which it is a member, whose lock it has.
func TestWorkspaceOfApp(t *testing.T) {
	t.Parallel()
	const workspace = "[tool.uv.workspace]\nmembers = [\"packages/*\"]\nexclude = [\"packages/apart\"]\n"
	const project = "[project]\nname = \"api\"\n"
	for name, test := range map[string]struct {
		folder string
		more   map[string]string
		member bool
	}{
		"a member":                        {"packages/api", nil, true},
		"one deep in a repository":        {"packages/api", map[string]string{".git/": ""}, true},
		"one that is excluded":            {"packages/apart", nil, false},
		"a folder elsewhere":              {"tools/api", nil, false},
		"one with a lock of its own":      {"packages/api", map[string]string{"packages/api/requirements.txt": ""}, false},
		"one with requirements of others": {"packages/api", map[string]string{"packages/api/pyproject.toml": project + "[tool.python-pipeline]\nrequirements = []\n"}, false},
		"one in a repository of its own":  {"packages/api", map[string]string{"packages/api/.git/": ""}, false},
		"one above whose repository":      {"packages/api", map[string]string{"packages/.git": "gitdir: elsewhere\n"}, false},
		"in a folder without a workspace": {"packages/api", map[string]string{"pyproject.toml": "[project]\nname = \"shop\"\n"}, false},
		"below an invalid file":           {"packages/api", map[string]string{"pyproject.toml": "[tool"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"pyproject.toml": workspace, test.folder + "/pyproject.toml": project}
			for name, text := range test.more {
				files[name] = text
			}
			repository := apptest.Write(t, files)
			root, member := workspaceOf(filepath.Join(repository, test.folder))
			wantRoot, wantMember := filepath.Join(repository, test.folder), ""
			if test.member {
				wantRoot, wantMember = repository, test.folder
			}
			if root != wantRoot || member != wantMember {
				t.Errorf("got %q in %s, want %q in %s", member, root, wantMember, wantRoot)
			}
		})
	}
}

// The app's folder is the member's, whether the command line names it or the workspace's key.
func TestMembers(t *testing.T) {
	t.Parallel()
	const workspace = "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n"
	for name, test := range map[string]struct{ pyproject, ask, member string }{
		"by its folder": {workspace, "packages/api", "packages/api"},
		"by the key":    {workspace + "[tool.python-pipeline]\npackage = \"api\"\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := apptest.Write(t, map[string]string{
				"pyproject.toml": test.pyproject, "uv.lock": uvLock,
				"packages/api/pyproject.toml": "[project]\nname = \"api\"\n", "packages/api/app.py": "print(1)\n",
			})
			found, err := Find(t.Context(), root, below(root, []string{test.ask}), new(config.Config), nil)
			if err != nil || len(found) != 1 || found[0].Err != nil {
				t.Fatal(found, err)
			}
			a := found[0]
			if a.Name != "api" || a.Source != root || a.Member != test.member || a.Folder != filepath.Join(root, "packages/api") {
				t.Errorf("got %s: %s, member %q of %s", a.Name, a.Folder, a.Member, a.Source)
			}
		})
	}
}
