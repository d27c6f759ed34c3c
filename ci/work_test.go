package main

import (
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/config"
)

// The working folder is the process's, so these tests cannot run in parallel.
func TestFindRepository(t *testing.T) {
	root, err := filepath.EvalSymlinks(tree(t, map[string]string{"dagger.json": "{}", "ci/engine/": "", "sample-app/shop/app.py": ""}))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{".", "ci", "ci/engine", "sample-app/shop"} {
		t.Run(folder, func(t *testing.T) {
			t.Chdir(filepath.Join(root, folder))
			got, err := findRepository()
			if err != nil || got != root {
				t.Errorf("got %s, %v; want %s", got, err, root)
			}
		})
	}
}

func TestFindRepositoryOutsideOfOne(t *testing.T) {
	outside := t.TempDir()
	t.Chdir(outside)
	got, err := findRepository()
	if err == nil {
		t.Fatalf("no error, but %s", got)
	}
	if !strings.HasPrefix(err.Error(), "module: no dagger.json in ") || !strings.HasSuffix(err.Error(), "run this in a clone of the repository") {
		t.Error(err)
	}
}

// The folders of the variable are the repository's, wherever one stands; those
// of the command line are the working folder's. A missing one after those that
// are found ends the work before an engine is needed.
func TestFoldersOfApps(t *testing.T) {
	root, err := filepath.EvalSymlinks(tree(t, map[string]string{"dagger.json": "{}", "ci/api/": "", "shop/": ""}))
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
			e := &environment{config: &config.Config{Apps: test.variable}}
			err := e.work(t.Context(), &call{arguments: test.arguments}, task{})
			if want := strings.ReplaceAll(test.want, "ROOT", root); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

func TestFresh(t *testing.T) {
	t.Parallel()
	cached := &job{environment: &environment{config: &config.Config{}}}
	if cached.fresh() != "" {
		t.Errorf("got %q; passed tests come from the cache", cached.fresh())
	}
	fresh := &job{environment: &environment{config: &config.Config{Fresh: true}}}
	if fresh.fresh() == "" {
		t.Error("with PIPELINE_FRESH passed tests run again")
	}
}
