package run

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/apptest"
)

func TestCheckDist(t *testing.T) {
	t.Parallel()
	root := apptest.Write(t, map[string]string{
		"sample-app/calculator/pyproject.toml": "", "sample-app/shop/src/app.py": "", "shop/pyproject.toml": "", "nested/api/django/manage.py": "",
	})
	for link, target := range map[string]string{"linked": "sample-app", "inside": "sample-app/shop/src"} {
		if err := os.Symlink(filepath.Join(root, target), filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	calculator := apps.App{Name: "calculator", Folder: filepath.Join(root, "sample-app/calculator")}
	shop := apps.App{Name: "shop", Folder: filepath.Join(root, "sample-app/shop")}
	for name, test := range map[string]struct {
		dist  string
		apps  []apps.App
		wrong bool
	}{
		"the default":                           {"dist", []apps.App{calculator, shop}, false},
		"outside the repository":                {"../reports", []apps.App{calculator, shop}, false},
		"the repository, its apps further down": {".", []apps.App{calculator}, false},
		"the apps' own parent":                  {"sample-app", []apps.App{calculator}, true},
		"the same by a link":                    {"linked", []apps.App{calculator}, true},
		"an app":                                {"sample-app/shop", []apps.App{shop}, true},
		"another app":                           {"sample-app/shop/reports", []apps.App{calculator, shop}, true},
		"another app by a link":                 {"inside/reports", []apps.App{calculator, shop}, true},
		"the repository, an app in it":          {".", []apps.App{{Name: "shop", Folder: filepath.Join(root, "shop")}}, true},
		"an app below its namesake":             {"nested", []apps.App{{Name: "api", Folder: filepath.Join(root, "nested/api/django")}}, true},
		"names that only begin alike":           {"sample-app/shop-reports", []apps.App{shop}, false},
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
