package apps

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/apptest"
	"python-pipeline/ci/config"
)

func TestFindApps(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		apps []string
		more map[string]string
		ask  []string
		// want has each app's name and folder.
		want [][2]string
	}{
		"those of sample-app without arguments": {
			apps: []string{"sample-app/django", "sample-app/calculator", "elsewhere"},
			more: map[string]string{"sample-app/README.md": "", "sample-app/.cache/": ""},
			want: [][2]string{{"calculator", "sample-app/calculator"}, {"django", "sample-app/django"}},
		},
		"named ones, in their order": {
			apps: []string{"shop", "api", "sample-app/calculator"},
			ask:  []string{"shop", "api"},
			want: [][2]string{{"shop", "shop"}, {"api", "api"}},
		},
		"one that is named twice is one app": {
			apps: []string{"shop", "api"},
			ask:  []string{"shop", "shop/", "api/../shop", "api"},
			want: [][2]string{{"shop", "shop"}, {"api", "api"}},
		},
		"folders with the same name get the names of their parents too": {
			apps: []string{"team-a/api", "team-b/api"},
			ask:  []string{"team-a/api", "team-b/api"},
			want: [][2]string{{"team-a-api", "team-a/api"}, {"team-b-api", "team-b/api"}},
		},
		"a project's own name wins": {
			apps: []string{"team-a/api", "team-b/api"},
			more: map[string]string{"team-a/api/pyproject.toml": "[project]\nname = \"Orders\"\n"},
			ask:  []string{"team-a/api", "team-b/api"},
			want: [][2]string{{"orders", "team-a/api"}, {"team-b-api", "team-b/api"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := apptest.WriteApps(t, test.more, test.apps...)
			found, err := Find(t.Context(), root, below(root, test.ask), new(config.Config), nil)
			if err != nil {
				t.Fatal(err)
			}
			var got [][2]string
			for _, a := range found {
				if a.Err != nil {
					t.Errorf("%s: %v", a.Name, a.Err)
				}
				folder, err := filepath.Rel(root, a.Folder)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, [2]string{a.Name, filepath.ToSlash(folder)})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("apps differ (-want +got):\n%s", diff)
			}
		})
	}
}

// below makes folders absolute, as tests that run side by side share one
// working folder.
func below(root string, folders []string) []string {
	var absolute []string
	for _, folder := range folders {
		absolute = append(absolute, root+"/"+folder)
	}
	return absolute
}

func TestFindAppsRefuses(t *testing.T) {
	t.Parallel()
	const elsewhere = "name the folders of the apps as arguments or in PIPELINE_APPS"
	for name, test := range map[string]struct {
		apps []string
		more map[string]string
		ask  []string
		// want are parts of the error; ROOT stands for the repository.
		want []string
	}{
		"no sample-app":       {apps: []string{"shop"}, want: []string{"apps: ", "ROOT/sample-app", "no such file", elsewhere}},
		"an empty sample-app": {more: map[string]string{"sample-app/README.md": ""}, want: []string{"apps: ROOT/sample-app has no folder; " + elsewhere}},
		"a missing folder":    {apps: []string{"shop"}, ask: []string{"shop", "shp"}, want: []string{"app ROOT/shp: no such folder"}},
		"a file for a folder": {apps: []string{"shop"}, ask: []string{"shop/app.py"}, want: []string{"app ROOT/shop/app.py: it is a file; name the folder of the app"}},
		"two apps of one name": {
			apps: []string{"shop", "old/store"},
			more: map[string]string{"old/store/pyproject.toml": "[project]\nname = \"shop\"\n"},
			ask:  []string{"shop", "old/store"},
			want: []string{"apps: ROOT/shop and ROOT/old/store are both called shop; give one another [project] name in its pyproject.toml"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := apptest.WriteApps(t, test.more, test.apps...)
			found, err := Find(t.Context(), root, below(root, test.ask), new(config.Config), nil)
			if err == nil {
				t.Fatalf("no error, but %v", found)
			}
			for _, part := range test.want {
				if part = strings.ReplaceAll(part, "ROOT", root); !strings.Contains(err.Error(), part) {
					t.Errorf("error\n\t%s\ndoes not say\n\t%s", err, part)
				}
			}
		})
	}
}

// A bad app must not stop the good ones, so its error is its own.
func TestAppWithoutPlan(t *testing.T) {
	t.Parallel()
	root := apptest.WriteApps(t, map[string]string{"shop/pyproject.toml": "[tool.python-pipeline]\ncomand = \"x\"\n"}, "shop", "api")
	found, err := Find(t.Context(), root, below(root, []string{"shop", "api"}), new(config.Config), nil)
	if err != nil || len(found) != 2 {
		t.Fatalf("got %v, %v", found, err)
	}
	if bad := found[0]; bad.Name != "shop" || bad.Err == nil || !strings.Contains(bad.Err.Error(), `unknown key "comand"; did you mean "command"?`) {
		t.Errorf("got %s: %v", bad.Name, bad.Err)
	}
	if good := found[1]; good.Name != "api" || good.Err != nil {
		t.Errorf("got %s: %v", good.Name, good.Err)
	}
}

func TestImages(t *testing.T) {
	t.Parallel()
	root := apptest.WriteApps(t, map[string]string{
		"shop/.python-version":   "3.11\n",
		"store/.python-version":  "3.11\n",
		"api/.python-version":    "3.13\n",
		"broken/.python-version": "2.7\n",
	}, "shop", "broken", "api", "store")
	found, err := Find(t.Context(), root, below(root, []string{"shop", "broken", "api", "store"}), new(config.Config), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"python:3.11-bookworm", "python:3.11-slim-bookworm", "python:3.13-slim-trixie", "python:3.13-trixie"}
	if diff := cmp.Diff(want, Images(found)); diff != "" {
		t.Errorf("images differ (-want +got):\n%s", diff)
	}
}

func TestPythonsWithImages(t *testing.T) {
	t.Parallel()
	root := apptest.WriteApps(t, map[string]string{"shop/.python-version": "3.12\n"}, "shop")
	pythons := []string{"3.11", "3.13"}
	found, err := Find(t.Context(), root, below(root, []string{"shop"}), new(config.Config), pythons)
	if err != nil {
		t.Fatal(err)
	}
	if found[0].Err == nil || !strings.Contains(found[0].Err.Error(), "there are 3.11, 3.13;") {
		t.Errorf("got %v; 3.12 has no image", found[0].Err)
	}
	if diff := cmp.Diff(pythons, found[0].Pythons); diff != "" {
		t.Errorf("the module would get other versions (-want +got):\n%s", diff)
	}
}

func TestPythonOfAllApps(t *testing.T) {
	t.Parallel()
	root := apptest.WriteApps(t, map[string]string{"shop/.python-version": "3.11\n"}, "shop")
	found, err := Find(t.Context(), root, below(root, []string{"shop"}), &config.Config{Python: "2.7"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if found[0].Err == nil || !strings.Contains(found[0].Err.Error(), "2.7") {
		t.Errorf("got %v; a Python without an image overrides the app's own", found[0].Err)
	}
}

func TestUniqueNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ folders, want []string }{
		"nothing":               {nil, []string{}},
		"one":                   {[]string{"/srv/shop"}, []string{"shop"}},
		"different":             {[]string{"/srv/shop", "/srv/api"}, []string{"shop", "api"}},
		"the same":              {[]string{"/srv/a/api", "/srv/b/api"}, []string{"a-api", "b-api"}},
		"the same, far down":    {[]string{"/srv/a/v1/api", "/srv/b/v1/api"}, []string{"a-v1-api", "b-v1-api"}},
		"one inside another":    {[]string{"/api", "/api/api"}, []string{"api", "api-api"}},
		"alike up to the root":  {[]string{"/v1/api", "/srv/v1/api"}, []string{"v1-api", "srv-v1-api"}},
		"alike where one joins": {[]string{"/srv/a/b", "/srv/a-b"}, []string{"b", "a-b"}},
		"alike where all join":  {[]string{"/home/x/shop/api", "/home/x/shop-api", "/srv/x/shop/api"}, []string{"home-x-shop-api", "shop-api", "srv-x-shop-api"}},
		"one that needs none":   {[]string{"/srv/shop", "/srv/a/api", "/srv/b/api"}, []string{"shop", "a-api", "b-api"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, uniqueNames(test.folders)); diff != "" {
				t.Errorf("names differ (-want +got):\n%s", diff)
			}
		})
	}
}

// The settings decide the plan, so that a plan shows the gate that a run applies.
func TestSettingsDecideThePlan(t *testing.T) {
	t.Parallel()
	root := apptest.Write(t, map[string]string{"shop/app.py": "print(1)\n", "shop/requirements.txt": ""})
	found, err := Find(t.Context(), root, below(root, []string{"shop"}), &config.Config{Python: "3.13", TrivySeverity: "CRITICAL", TrivyIgnoreUnfixed: new(false)}, nil)
	if err != nil || found[0].Err != nil {
		t.Fatal(err, found)
	}
	for _, want := range []string{"3.13", "the argument python", "CRITICAL", "the argument severity, the argument ignore-unfixed"} {
		if text := found[0].Plan.Text(); !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// What the caller accepts is read at once, as the app's own file is.
func TestAcceptedByTheCaller(t *testing.T) {
	t.Parallel()
	root := apptest.Write(t, map[string]string{
		"shop/app.py": "print(1)\n", "shop/requirements.txt": "",
		"theirs.yaml": "vulnerabilities:\n  - {id: CVE-2024-42005, expired: 2020-01-01}\n",
	})
	file := filepath.Join(root, "theirs.yaml")
	found, err := Find(t.Context(), root, below(root, []string{"shop"}), &config.Config{TrivyIgnorefile: file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := file + `: line 2: unknown key "expired"; did you mean "expired_at"?`; found[0].Err == nil || !strings.Contains(found[0].Err.Error(), want) {
		t.Errorf("error %v, want %s", found[0].Err, want)
	}
	_, err = Find(t.Context(), root, below(root, []string{"shop"}), &config.Config{TrivyIgnorefile: file + ".gone"}, nil)
	if err == nil || !strings.HasPrefix(err.Error(), "TRIVY_IGNOREFILE: ") || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("error %v", err)
	}
}
