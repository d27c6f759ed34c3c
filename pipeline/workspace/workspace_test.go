package workspace

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// monorepo is a workspace with these lines in its table, and more files.
func monorepo(table string, more map[string]string) fstest.MapFS {
	files := fstest.MapFS{"pyproject.toml": {Data: []byte("[tool.uv.workspace]\n" + table)}}
	for name, text := range more {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func members(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	w, err := Read(files)
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Members()
	if err != nil {
		t.Fatal(err)
	}
	return Names(all)
}

func TestMembers(t *testing.T) {
	t.Parallel()
	projects := map[string]string{
		"packages/api/pyproject.toml":         "[project]\nname = \"Shop_API\"\n",
		"packages/lib/pyproject.toml":         "[project]\nname = \"lib\"\n",
		"packages/old/pyproject.toml":         "",
		"packages/apart/pyproject.toml":       "[project]\nname = \"apart\"\n",
		"packages/apart/uv.lock":              "",
		"packages/notes/README.md":            "",
		"packages/lib/deep/pyproject.toml":    "[project]\nname = \"deep\"\n",
		"packages/.hidden/pyproject.toml":     "[project]\nname = \"hidden\"\n",
		"tools/pyproject.toml":                "[project]\nname = \"tools\"\n",
		"elsewhere/packages/x/pyproject.toml": "[project]\nname = \"x\"\n",
	}
	for name, test := range map[string]struct{ table, want string }{
		"one level":          {`members = ["packages/*"]`, "shop-api (packages/api), lib (packages/lib), packages/old"},
		"a part of the name": {`members = ["packages/a*"]`, "shop-api (packages/api)"},
		"without some":       {"members = [\"packages/*\"]\nexclude = [\"packages/o*\"]", "shop-api (packages/api), lib (packages/lib)"},
		"named ones":         {`members = ["tools/", "./packages/lib"]`, "lib (packages/lib), tools (tools)"},
		"any level":          {`members = ["packages/**"]`, "shop-api (packages/api), lib (packages/lib), deep (packages/lib/deep), packages/old"},
		"any level above":    {`members = ["**/x"]`, "x (elsewhere/packages/x)"},
		"none":               {"", ""},
		"a broken pattern":   {`members = ["packages/[a"]`, ""},
		"and itself":         {"members = [\"tools\"]\n[project]\nname = \"shop\"", "shop (.), tools (tools)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, members(t, monorepo(test.table, projects))); diff != "" {
				t.Errorf("members differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	w, err := Read(monorepo(`members = ["packages/*"]`, map[string]string{
		"packages/api/pyproject.toml": "[project]\nname = \"Shop_API\"\n",
		"packages/lib/pyproject.toml": "[project]\nname = \"lib\"\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"shop-api", "Shop.API", "packages/api", "./packages/api/"} {
		if got, err := w.Find(name); err != nil || got.Folder != "packages/api" {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	for _, name := range []string{"api", "..", "packages", ""} {
		got, err := w.Find(name)
		if err == nil || !strings.HasSuffix(err.Error(), "is not a member of the workspace; it has shop-api (packages/api), lib (packages/lib)") {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestNoWorkspace(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]fstest.MapFS{
		"no pyproject.toml": {},
		"another table":     {"pyproject.toml": {Data: []byte("[tool.uv]\npackage = true\n")}},
	} {
		if w, err := Read(files); w != nil || err != nil {
			t.Errorf("%s: got %v, %v", name, w, err)
		}
	}
	for name, text := range map[string]string{"no TOML": "[tool", "another type": "[tool.uv.workspace]\nmembers = 1\n"} {
		if _, err := Read(fstest.MapFS{"pyproject.toml": {Data: []byte(text)}}); err == nil || !strings.HasPrefix(err.Error(), "pyproject.toml: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
