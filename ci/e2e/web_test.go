//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// web copies the web app below testdata under a name of its own.
func web(t *testing.T, name string, changes ...func(string) error) string {
	t.Helper()
	return copyApp(t, name, filepath.Join("testdata", "web"), changes...)
}

// A web app with a Pipfile.lock and a compiled server: Pipenv stays in the
// export stage, the compiler in the builder, and the libraries that the server
// loads are found.
func TestWebAppWithPipfileLock(t *testing.T) {
	t.Parallel()
	app := ci(t, nil, web(t, "web")).mustPass(t).app(t, "web")
	if app.Tests.Passed != 1 {
		t.Errorf("tests: %+v", app.Tests)
	}
	image := pull(t, app)
	for file := range entries(t, image) {
		if regexp.MustCompile(`/(pip|pipenv|virtualenv)(-[^/]*)?$|/bin/(gcc|cc|make)$`).MatchString(file) {
			t.Errorf("%s is a tool of the build", file)
		}
	}
	config, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if _, exposed := config.Config.ExposedPorts["8000/tcp"]; !exposed {
		t.Errorf("ports: %v", config.Config.ExposedPorts)
	}
	if missing, _, _ := output(t, app, false, "sh", "-c", "ldd /venv/bin/uwsgi | grep 'not found'"); missing != "" {
		t.Errorf("libraries are missing: %s", missing)
	}
}

// An app that listens on one other port than the expected one is asked there, and
// the run says which key is wrong.
func TestWebAppOnAnotherPort(t *testing.T) {
	t.Parallel()
	r := ci(t, nil, web(t, "another-port", replace("uwsgi.ini", "http-socket = :8000", "http-socket = :8001"))).mustPass(t)
	if !strings.Contains(r.output, "the app listens on port 8001, and 8000 is expected: set the key port to 8001") {
		t.Errorf("nothing is said of the port:\n%s", r.output)
	}
}

func TestWebAppThatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(string) error
		says   []string
	}{
		"stale-lock": {replace("Pipfile", `uwsgi = "~=2.0"`, `uwsgi = ">=2.0"`),
			[]string{"Pipfile.lock: it does not match Pipfile", "pipenv lock"}},
		"wrong-answer": {replace("app.py", `"status": "ok"`, `"status": "broken"`),
			[]string{"smoke", `does not have {"status": "ok"}`}},
		"never-listens": {replace("uwsgi.ini", "http-socket = :8000", "http-socket = :8001\nhttp-socket = :8002"),
			[]string{"smoke", "did not answer at http://127.0.0.1:8000/health within 10 s",
				// Its log says where it listens instead; of two ports none is the app's.
				"bound to TCP address :8001", "set the key port to 8001"}},
		"listens-inside": {replace("uwsgi.ini", "http-socket = :8000", "http-socket = 127.0.0.1:8000"),
			[]string{"smoke", "it listens on loopback alone", "bind it to 0.0.0.0:8000"}},
		"does-not-start": {replace("uwsgi.ini", "module = app", "module = no_such_module"),
			[]string{"smoke", "before it answered", "no_such_module"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ci(t, nil, web(t, name, c.change, quick)).mustFail(t, c.says...)
			mustNotBePublished(t, name)
			if strings.Contains(r.output, "goroutine ") {
				t.Errorf("a stack trace is no explanation:\n%s", r.output)
			}
		})
	}
}

// quick does not wait half a minute for what never comes, and leaves the unit
// test out of what is looked at.
func quick(folder string) error {
	if err := replace("pyproject.toml", "smoke = { path", `smoke = { timeout = "10s", path`)(folder); err != nil {
		return err
	}
	return write("tests/test_app.py", "def test_nothing():\n    pass\n")(folder)
}

// What Django needs beside its code: static files collected with variables of
// the build, a release command before the start, a folder that may be written.
func TestDjangoWithStaticFiles(t *testing.T) {
	t.Parallel()
	folder := copyApp(t, "shop", filepath.Join("testdata", "static"))
	app := ci(t, nil, folder).mustPass(t).app(t, "shop")
	image := pull(t, app)
	found := entries(t, image)
	if _, there := found["/var/www/static/shop/style.css"]; !there {
		t.Error("the static files are not in the image")
	}
	if data := found["/data"]; data.Uid != 10001 || data.Gid != 0 || data.Mode&0o7777 != 0o2775 {
		t.Errorf("/data: owner %d:%d, mode %o", data.Uid, data.Gid, data.Mode)
	}
	config, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	for _, variable := range config.Config.Env {
		if strings.HasPrefix(variable, "STATIC_VERSION=") {
			t.Errorf("%s belongs to the build", variable)
		}
	}

	if err := replace("pyproject.toml", `build-env = { STATIC_VERSION = "1" }`, "")(folder); err != nil {
		t.Fatal(err)
	}
	ci(t, nil, folder).mustFail(t, "collectstatic failed", "STATIC_VERSION", "build-env")
}

// What a developer's own collectstatic left in the source does not ship: neither
// in place of what is collected, nor beside it.
func TestStaleStaticFiles(t *testing.T) {
	t.Parallel()
	const manifest = `
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
`
	app := ci(t, nil, copyApp(t, "stale", filepath.Join("testdata", "static"),
		replace("shop/settings.py", `pathlib.Path("/var/www/static")`, `BASE_DIR / "staticfiles"`),
		appendTo("shop/settings.py", manifest),
		leave("staticfiles/shop/style.css", "body { color: red }\n"),
		leave("staticfiles/shop/gone.css", ""),
		leave("staticfiles/staticfiles.json", `{"version": "1.1", "hash": "", "paths": {"shop/gone.css": "shop/gone.d41d8cd98f00.css"}}`),
	)).mustPass(t).app(t, "stale")
	const list = "cd /app/staticfiles && find . -type f | sed 's/[.][0-9a-f]*[.]css/.HASH.css/' | sort && cat shop/style.*.css && grep -c gone staticfiles.json || true"
	if got, _, _ := output(t, app, false, "sh", "-c", list); got != "./shop/style.HASH.css\n./shop/style.css\n./staticfiles.json\nbody { color: black }\n0\n" {
		t.Errorf("the image's static files: %s", got)
	}
}

// manage.py runs with the settings of development unless the app says otherwise;
// what is said of it leads to an image.
func TestSettingsOfDevelopment(t *testing.T) {
	t.Parallel()
	folder := copyApp(t, "split", filepath.Join("testdata", "static"),
		replace("manage.py", "shop.settings", "shop.development"),
		write("shop/development.py", "from shop.settings import *\n\nINSTALLED_APPS += [\"debug_toolbar\"]\n"))
	const env = `env = { DJANGO_SETTINGS_MODULE = "shop.settings" }`
	ci(t, nil, folder).mustFail(t, "manage.py takes its settings from shop.development, but shop/wsgi.py from shop.settings", env,
		"collectstatic failed", "production has no module debug_toolbar", "build-env")
	if err := replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\n"+env)(folder); err != nil {
		t.Fatal(err)
	}
	r := ci(t, nil, folder).mustPass(t)
	if strings.Contains(r.output, "takes its settings from") {
		t.Errorf("it still warns:\n%s", r.output)
	}
}

// A project below src has its static files and its tests, as one at the top.
func TestDjangoBelowSrc(t *testing.T) {
	t.Parallel()
	app := ci(t, nil, copyApp(t, "below-src", filepath.Join("testdata", "static"),
		func(folder string) error { return os.RemoveAll(filepath.Join(folder, "tests")) },
		remove("requirements-dev.txt"),
		move("manage.py", "src/manage.py"),
		move("shop", "src/shop"),
		write("src/shop/tests.py", "from django.test import SimpleTestCase\n\n\nclass Sum(SimpleTestCase):\n    def test_sum(self):\n        self.assertEqual(1 + 1, 2)\n"),
	)).mustPass(t).app(t, "below-src")
	if app.Tests.Passed != 1 {
		t.Errorf("tests: %+v", app.Tests)
	}
	if _, there := entries(t, pull(t, app))["/var/www/static/shop/style.css"]; !there {
		t.Error("the static files are not in the image")
	}
}

// move renames a file or a folder of an app.
func move(old, new string) func(string) error {
	return func(folder string) error {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, new)), 0o755); err != nil {
			return err
		}
		return os.Rename(filepath.Join(folder, old), filepath.Join(folder, new))
	}
}

// leave writes a file of an app, and the folders above it.
func leave(name, content string) func(string) error {
	return func(folder string) error {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755); err != nil {
			return err
		}
		return write(name, content)(folder)
	}
}
