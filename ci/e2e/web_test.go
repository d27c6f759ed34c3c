//go:build linux

package e2e

import (
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
		"never-listens": {replace("uwsgi.ini", "http-socket = :8000", "http-socket = :8001"),
			[]string{"smoke", "did not answer at http://127.0.0.1:8000/health within 10 s", "set the key port to 8001"}},
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
