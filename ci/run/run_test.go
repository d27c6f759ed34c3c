package run

import (
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/apptest"
	"python-pipeline/ci/config"
)

// Folders in the variable are relative to the repository, those of the command line to the working folder. A missing folder
// ends the run before an engine is needed. A test that changes the working folder cannot run in parallel.
func TestFoldersOfApps(t *testing.T) {
	root, err := filepath.EvalSymlinks(apptest.Write(t, map[string]string{"dagger.json": "{}", "ci/api/": "", "shop/": ""}))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(root, "ci"))
	for name, test := range map[string]struct {
		variable, arguments []string
		want                string
	}{
		"the variable":                           {variable: []string{"shop", "gone"}, want: "app ROOT/gone: no such folder"},
		"the variable, in full":                  {variable: []string{"ROOT/shop", "ROOT/ci/gone"}, want: "app ROOT/ci/gone: no such folder"},
		"arguments":                              {arguments: []string{"api", "../shop", "gone"}, want: "app gone: no such folder"},
		"no argument of the repository's folder": {arguments: []string{"shop"}, want: "app shop: no such folder"},
		"arguments win":                          {variable: []string{"gone"}, arguments: []string{"api", "shop"}, want: "app shop: no such folder"},
	} {
		t.Run(name, func(t *testing.T) {
			for i, folder := range test.variable {
				test.variable[i] = strings.ReplaceAll(folder, "ROOT", root)
			}
			setup := Setup{Config: &config.Config{Apps: test.variable}, Root: root, Folders: test.arguments}
			err := Do(t.Context(), setup, nil, Task{})
			if want := strings.ReplaceAll(test.want, "ROOT", root); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

func TestFresh(t *testing.T) {
	t.Parallel()
	if got := fresh(new(config.Config)); got != "" {
		t.Errorf("got %q; passed tests come from the cache", got)
	}
	if fresh(&config.Config{Fresh: true}) == "" {
		t.Error("with PIPELINE_FRESH passed tests run again")
	}
}
