package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCollectstatic(t *testing.T) {
	t.Parallel()
	const no = "no: the settings lack django.contrib.staticfiles or STATIC_ROOT | manage.py"
	for _, test := range []struct {
		name    string
		more    files
		want    bool
		decided string
	}{
		{"both settings", nil, true, "yes | manage.py, django.contrib.staticfiles in shop/settings.py, STATIC_ROOT in shop/settings.py"},
		{"in a package of settings", files{"shop/settings.py": "", "shop/settings/base.py": "A = ['django.contrib.staticfiles']\n", "shop/settings/prod.py": "STATIC_ROOT = '/srv/static'\n"},
			true, "yes | manage.py, django.contrib.staticfiles in shop/settings/base.py, STATIC_ROOT in shop/settings/prod.py"},
		{"no folder", files{"shop/settings.py": "A = ['django.contrib.staticfiles']\nSTATIC_ROOT = None\n"}, false, no},
		{"commented out", files{"shop/settings.py": "A = [\n    # 'django.contrib.staticfiles',\n]\nSTATIC_ROOT = 'static'\n"}, false, no},
		{"in the settings of tests", files{"shop/settings.py": "", "tests/settings.py": djangoSettings}, false, no},
		{"the key says no", files{"": "collectstatic = false"}, false, `no | the key "collectstatic"`},
		{"the key says yes", files{"": "collectstatic = true", "shop/settings.py": ""}, true, `yes | the key "collectstatic"`},
		{"below src", files{"manage.py": "", "src/manage.py": djangoManage, "shop/settings.py": "", "src/shop/settings.py": djangoSettings, "src/shop/__init__.py": ""},
			true, "yes | src/manage.py, django.contrib.staticfiles in src/shop/settings.py, STATIC_ROOT in src/shop/settings.py"},
		{"no manage.py", files{"manage.py": ""}, false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, shop([]string{"gunicorn"}, test.more))
			if got := decision(plan, "collectstatic"); plan.Collectstatic != test.want || got != test.decided {
				t.Errorf("collectstatic %t, %q; want %t, %q", plan.Collectstatic, got, test.want, test.decided)
			}
		})
	}
	fails(t, app(files{"": "collectstatic = true"}), "collectstatic: the source has no manage.py of Django")
}

// A storage with a manifest renders no page before the files are collected, in tests either.
func TestStaticFilesInTests(t *testing.T) {
	t.Parallel()
	const manifest = djangoSettings + `STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}` + "\n"
	for name, test := range map[string]struct {
		more files
		want bool
	}{
		"a storage with a manifest": {files{"shop/settings.py": manifest}, true},
		"the older setting":         {files{"shop/settings.py": djangoSettings + "STATICFILES_STORAGE = 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage'\n"}, true},
		"another storage":           {files{"shop/settings.py": djangoSettings + "STATICFILES_STORAGE = 'whitenoise.storage.CompressedStaticFilesStorage'\n"}, false},
		"commented out":             {files{"shop/settings.py": djangoSettings + "# 'whitenoise.storage.CompressedManifestStaticFilesStorage'\n"}, false},
		"tests that collect them":   {files{"shop/settings.py": manifest, "tests/test_pages.py": "call_command('collectstatic', interactive=False)\n"}, false},
		"nothing is collected":      {files{"shop/settings.py": manifest, "": "collectstatic = false"}, false},
	} {
		if p := read(t, shop([]string{"gunicorn"}, test.more)); p.StaticInTests != test.want {
			t.Errorf("%s: %t", name, p.StaticInTests)
		}
	}
}

// A project in a folder of its own is not used, but causes a warning.
func TestManageInAFolder(t *testing.T) {
	t.Parallel()
	const notUsed = "backend/manage.py is not used, neither for static files nor for tests"
	below := func(more files) files {
		source := tested(app(files{
			"requirements.txt": "django\ngunicorn\n", "backend/manage.py": djangoManage,
			"backend/shop/__init__.py": "", "backend/shop/settings.py": djangoSettings, "backend/shop/wsgi.py": "",
		}))
		for name, text := range app(more) {
			if _, given := more[name]; given || name == "pyproject.toml" {
				source[name] = text
			}
		}
		return source
	}
	for _, test := range []struct {
		name string
		more files
		want []string
	}{
		{"a command that is detected", nil,
			[]string{notUsed + ", and the command does not find the modules beside it; choose the folder backend as the source (PIPELINE_APPS; `dagger call` has --source), with the requirements in it"}},
		{"a command of the app's own", files{"": `command = ["gunicorn", "--chdir", "backend", "shop.wsgi"]`},
			[]string{notUsed + "; choose the folder backend as the source (PIPELINE_APPS; `dagger call` has --source), with the requirements in it"}},
		{"the key says no", files{"": "collectstatic = false"}, nil},
		{"one of the tests", files{"backend/manage.py": "", "tests/manage.py": djangoManage}, nil},
		{"one at the top", files{"manage.py": djangoManage}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(t, below(test.more)).Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
	fails(t, below(files{"": "collectstatic = true"}), "collectstatic: the source has no manage.py of Django but backend/manage.py; choose the folder backend as the source")
}
