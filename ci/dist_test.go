package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckDist(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{
		"sample-app/calculator/pyproject.toml": "", "sample-app/shop/src/app.py": "", "shop/pyproject.toml": "", "nested/api/django/manage.py": "",
	})
	for link, target := range map[string]string{"linked": "sample-app", "inside": "sample-app/shop/src"} {
		if err := os.Symlink(filepath.Join(root, target), filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	calculator := app{name: "calculator", folder: filepath.Join(root, "sample-app/calculator")}
	shop := app{name: "shop", folder: filepath.Join(root, "sample-app/shop")}
	for name, test := range map[string]struct {
		dist  string
		apps  []app
		wrong bool
	}{
		"the default":                           {"dist", []app{calculator, shop}, false},
		"outside the repository":                {"../reports", []app{calculator, shop}, false},
		"the repository, its apps further down": {".", []app{calculator}, false},
		"the apps' own parent":                  {"sample-app", []app{calculator}, true},
		"the same by a link":                    {"linked", []app{calculator}, true},
		"an app":                                {"sample-app/shop", []app{shop}, true},
		"another app":                           {"sample-app/shop/reports", []app{calculator, shop}, true},
		"another app by a link":                 {"inside/reports", []app{calculator, shop}, true},
		"the repository, an app in it":          {".", []app{{name: "shop", folder: filepath.Join(root, "shop")}}, true},
		"an app below its namesake":             {"nested", []app{{name: "api", folder: filepath.Join(root, "nested/api/django")}}, true},
		"names that only begin alike":           {"sample-app/shop-reports", []app{shop}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := checkDist(filepath.Join(root, test.dist), test.apps)
			if (err != nil) != test.wrong {
				t.Fatalf("got %v", err)
			}
			if err != nil && (!strings.HasPrefix(err.Error(), "PIPELINE_DIST: ") || !strings.HasSuffix(err.Error(), "; name a folder outside of every app")) {
				t.Errorf("got %v; it must say which setting and what to do", err)
			}
		})
	}
}
