package plan

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSettingsOfManageAndServer(t *testing.T) {
	t.Parallel()
	names := func(module string) string {
		return fmt.Sprintf("import django\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", %q)\n", "config.settings."+module)
	}
	const (
		manage = "manage.py takes its settings from config.settings.local, but config/wsgi.py from config.settings.production: "
		write  = `write in pyproject.toml: [tool.python-pipeline] env = { DJANGO_SETTINGS_MODULE = "config.settings.production" }, ` +
			`which holds for collectstatic, release and the app (build-env: for collectstatic alone), and in test-env those of the tests`
	)
	for _, test := range []struct {
		name string
		more files
		want []string
	}{
		{"different ones", nil, []string{manage + "collectstatic would run with the former; " + write}},
		{"different ones, and a release", files{"Procfile": "release: python manage.py migrate\nweb: gunicorn config.wsgi\n"},
			[]string{manage + "collectstatic and release would run with the former; " + write}},
		{"different ones, and a release without manage.py", files{"": `release = ["touch", "/data/released"]`}, []string{manage + "collectstatic would run with the former; " + write}},
		{"different ones, without static files", files{"": "collectstatic = false"}, []string{manage + "its commands would run with the former; " + write}},
		{"env names them", files{"": `env = { DJANGO_SETTINGS_MODULE = "config.settings.production" }`}, nil},
		{"build-env names them for collectstatic", files{"": `build-env = { DJANGO_SETTINGS_MODULE = "config.settings.production" }`}, nil},
		{"build-env does not name them for a release", files{"": "release = \"python manage.py migrate\"\nbuild-env = { DJANGO_SETTINGS_MODULE = \"config.settings.production\" }"},
			[]string{manage + "release would run with the former; " + write}},
		{"manage.py has others for the tests", files{"manage.py": names("test") + names("local")},
			[]string{"manage.py takes its settings from config.settings.test or config.settings.local, but config/wsgi.py from config.settings.production: collectstatic would run with the former; " + write}},
		{"the same ones", files{"manage.py": names("production")}, nil},
		{"the same ones, of development", files{"config/wsgi.py": names("local")},
			[]string{"manage.py and config/wsgi.py take their settings from config.settings.local, though there is config.settings.production; if that is production's, " + write}},
		{"the same ones, of anything", files{"manage.py": names("base"), "config/wsgi.py": names("base")}, nil},
		{"commented out", files{"manage.py": names("production") + "# " + names("local")}, nil},
		{"the command starts the one for ASGI", files{"": `command = ["uvicorn", "config.asgi:application"]`, "config/asgi.py": names("live")},
			[]string{`manage.py takes its settings from config.settings.local, but config/asgi.py from config.settings.live: collectstatic would run with the former; ` +
				`write in pyproject.toml: [tool.python-pipeline] env = { DJANGO_SETTINGS_MODULE = "config.settings.live" }, which holds for collectstatic, release and the app (build-env: for collectstatic alone), and in test-env those of the tests`}},
		{"wsgi.py says nothing", files{"config/wsgi.py": "application = None\n"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := shop([]string{"gunicorn"}, files{
				"shop/settings.py": "", "shop/wsgi.py": "", "manage.py": names("local"), "config/__init__.py": "", "config/wsgi.py": names("production"),
				"config/settings/base.py":       "INSTALLED_APPS = ['django.contrib.staticfiles']\nSTATIC_ROOT = 'static'\nWSGI_APPLICATION = 'config.wsgi.application'\n",
				"config/settings/production.py": "from .base import *\n", "config/settings/local.py": "from .base import *\nINSTALLED_APPS += ['debug_toolbar']\n",
			})
			for name, text := range app(test.more) {
				if _, asked := test.more[name]; asked || name == "pyproject.toml" {
					source[name] = text
				}
			}
			if diff := cmp.Diff(test.want, read(t, source).Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}
