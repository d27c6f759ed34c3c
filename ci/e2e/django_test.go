//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// django copies the sample app under a name of its own and changes it.
func django(t *testing.T, name string, changes ...func(folder string) error) string {
	t.Helper()
	return copyApp(t, name, filepath.Join(repository, "sample-app", "django"), changes...)
}

// The main job without arguments: both samples at once, a row and a folder for
// each.
func TestSamples(t *testing.T) {
	t.Parallel()
	r := ci(t, nil).mustPass(t)
	for _, name := range []string{"calculator", "django"} {
		app := r.app(t, name)
		if !regexp.MustCompile(`(?m)^`+name+` .* passed .* published$`).MatchString(r.output) || !strings.Contains(r.output, app.References[0]) {
			t.Errorf("the table has no row for %s:\n%s", name, r.output)
		}
		for _, file := range []string{"junit.xml", "coverage.xml", "digest", "report.json"} {
			if info, err := os.Stat(filepath.Join(r.dist, name, file)); err != nil || info.Size() == 0 {
				t.Errorf("dist/%s/%s: missing or empty", name, file)
			}
		}
	}
	calculator, django := pull(t, r.app(t, "calculator")), pull(t, r.app(t, "django"))
	if a, b := layerDigests(t, calculator), layerDigests(t, django); !slices.Equal(a[:2], b[:2]) {
		t.Errorf("base and security updates are not shared:\n%v\n%v", a, b)
	}
	if tests := r.app(t, "django").Tests; tests.Passed < 90 || tests.Failed != 0 {
		t.Errorf("tests: %+v", tests)
	}
	checkDjangoFiles(t, django)

	report := readReport(t, r, "django")
	if want := []string{"uwsgi", "uwsgi", "uwsgi"}; !slices.Equal(report.Processes, want) {
		t.Errorf("processes %q, want %q", report.Processes, want)
	}
	for command, want := range map[string]string{
		"python -c 'import django, psycopg; print(django.VERSION[0], psycopg.pq.__impl__)'": "5 c\n",
		"python -m pip --version 2>&1 | sed 's/.*: //'":                                     "No module named pip\n",
		"ldd /venv/bin/uwsgi $(find /venv -name '*.so') | grep -c 'not found' || true":      "0\n",
		// What runs cannot change itself.
		"find /app /venv -writable ! -type l": "",
	} {
		if got, _, _ := output(t, r.app(t, "django"), false, "sh", "-c", command); got != want {
			t.Errorf("%s: got %q, want %q", command, got, want)
		}
	}
}

// checkDjangoFiles looks at what stands on the base: nothing of the build, and
// no more than it takes.
func checkDjangoFiles(t *testing.T, image v1.Image) {
	t.Helper()
	found := entries(t, image)
	for file, e := range found {
		switch {
		case regexp.MustCompile(`/(pip|pipenv|virtualenv|uv|pytest|setuptools)(-[^/]*)?$|/bin/(gcc|cc|make|ld)$`).MatchString(file):
			t.Errorf("%s is a tool of the build", file)
		case strings.HasPrefix(file, "/app/tests"), strings.HasPrefix(file, "/app/Pipfile"), file == "/app/pyproject.toml":
			t.Errorf("%s has no business in the image", file)
		case inApp(file) && e.ModTime.Unix() != 0:
			t.Errorf("%s: its time is %s; the layer changes with every build", file, e.ModTime)
		}
	}
	for _, file := range []string{"/app/manage.py", "/app/uwsgi.ini", "/app/staticfiles/staticfiles.json", "/venv/bin/uwsgi"} {
		if _, there := found[file]; !there {
			t.Errorf("%s is missing", file)
		}
	}
	manifest, err := image.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	var onTop int64
	// Behind the base, and the security updates of a base that is some days old.
	for _, layer := range manifest.Layers[2:] {
		onTop += layer.Size
	}
	const budget = 14_000_000
	if onTop > budget {
		t.Errorf("%d bytes on top of the base, above the budget of %d", onTop, budget)
	}
}

// An edit of a view changes the layer of the source and no other; one small
// package more leaves those of Django, psycopg and uWSGI as they are.
func TestDjangoLayers(t *testing.T) {
	t.Parallel()
	app := django(t, "layers")
	before := layerDigests(t, pull(t, ci(t, nil, app).mustPass(t).app(t, "layers")))
	pushed := len(accessLog(t, "layers"))

	if err := replace("calculations/views.py", "PAGE = 50", "PAGE = 40")(app); err != nil {
		t.Fatal(err)
	}
	edited := layerDigests(t, pull(t, ci(t, nil, app).mustPass(t).app(t, "layers")))
	if last := len(before) - 1; !slices.Equal(before[:last], edited[:last]) || before[last] == edited[last] {
		t.Errorf("an edit of a view changed more than the last layer:\n%v\n%v", before, edited)
	}
	if uploads := matching(accessLog(t, "layers")[pushed:], blobUploads); len(uploads) > 2 {
		t.Errorf("pushed for an edit: %v, more than a layer and a configuration", uploads)
	}

	pushed = len(accessLog(t, "layers"))
	if err := addPackage("idna", "3.15", "sha256:048adeaf8c2d788c40fee287673ccaa74c24ffd8dcf09ffa555a2fbb59f10ac8")(app); err != nil {
		t.Fatal(err)
	}
	result := ci(t, nil, app).mustPass(t).app(t, "layers")
	added := layerDigests(t, pull(t, result))
	var changed []string
	for i, digest := range added {
		if !slices.Contains(edited, digest) {
			changed = append(changed, added[i])
		}
	}
	// A package below 1 MB shares the layer of its group.
	if len(changed) != 1 || len(added) < len(edited) {
		t.Errorf("one package changed %d layers:\n%v\n%v", len(changed), edited, added)
	}
	if uploads := matching(accessLog(t, "layers")[pushed:], blobUploads); len(uploads) > 2 {
		t.Errorf("pushed for a package: %v, more than a layer and a configuration", uploads)
	}
	if stdout, _, _ := output(t, result, false, "python", "-c", "import idna; print(idna.__version__)"); stdout != "3.15\n" {
		t.Errorf("the package is not there: %q", stdout)
	}
}

// Another app with the same package has the same layer of it.
func TestAppsShareLayersOfPackages(t *testing.T) {
	t.Parallel()
	first := ci(t, nil, django(t, "first")).mustPass(t).app(t, "first")
	second := ci(t, nil, calculator(t, "second",
		appendTo("requirements.txt", lockedRequirement(t, "django")+lockedRequirement(t, "asgiref")+lockedRequirement(t, "sqlparse")),
		replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\ncommand = [\"python\", \"app.py\"]\nport = 0"),
	)).mustPass(t).app(t, "second")
	layer := layerWith(t, pull(t, second), "/venv/lib/python3.11/site-packages/django/__init__.py")
	if digests := layerDigests(t, pull(t, first)); !slices.Contains(digests, layer) {
		t.Errorf("the layer of Django is %s, which is none of %v", layer, digests)
	}
}

// layerWith is the digest of the layer that has a file.
func layerWith(t *testing.T, image v1.Image, file string) string {
	t.Helper()
	e, there := entries(t, image)[file]
	if !there {
		t.Fatalf("%s is not in the image", file)
	}
	return layerDigests(t, image)[e.layer]
}

// Database, mail server and a hardened app, migrated by its release command,
// work together as in production.
func TestDjangoInProduction(t *testing.T) {
	t.Parallel()
	app := published(ci(t, nil, django(t, "hardened-django")).mustPass(t).app(t, "hardened-django"))
	registry := engineStatus(t)["registry"]
	database := start(t, registry+"/library/postgres:15-bookworm", []string{"--env=POSTGRES_PASSWORD=of-production", "--env=POSTGRES_DB=calculations"})
	network := database.network(t, "postgres", "mailhog")
	start(t, registry+"/mailhog/mailhog:v1.0.1", network)
	flags := slices.Concat(hardened, network, []string{
		"--env=DATABASE_URL=postgresql://postgres:of-production@postgres:5432/calculations",
		"--env=SECRET_KEY=of-production", "--env=ALLOWED_HOSTS=127.0.0.1", "--env=EMAIL_HOST=mailhog", "--env=EMAIL_PORT=1025",
	})
	mustBecomeReady(t, database)
	if stdout, stderr, status := run(t, app, append(flags, "--entrypoint=python"), "manage.py", "migrate", "--noinput"); status != 0 {
		t.Fatalf("migrate: %s%s", stdout, stderr)
	}

	started := time.Now()
	server := start(t, app, flags)
	if answer := server.get(t, "http://127.0.0.1:8000/health/"); answer != `{"status": "ok"}` {
		t.Errorf("/health/: got %q", answer)
	}
	t.Logf("it answered %s after podman was asked to start it", time.Since(started).Round(10*time.Millisecond))
	// Pages name static files by their content, and the server has those.
	login := server.get(t, "http://127.0.0.1:8000/admin/login/")
	style := regexp.MustCompile(`/static/admin/css/base\.[0-9a-f]+\.css`).FindString(login)
	if style == "" {
		t.Errorf("/admin/login/ names no style sheet: %s", login)
	} else if css := server.get(t, "http://127.0.0.1:8000"+style); !strings.Contains(css, "--primary:") {
		t.Errorf("%s: got %q", style, css)
	}
	stdout, stderr, status := server.exec(t, "python", "-c", `
import json, urllib.request
def post(path, **body):
    request = urllib.request.Request("http://127.0.0.1:8000" + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=10))
saved = post("/api/calculations/", expression="6 * 7")
post(f"/api/calculations/{saved['id']}/mail/", to="ann@example.org")
print(saved["result"], urllib.request.urlopen("http://mailhog:8025/api/v2/messages", timeout=10).read().decode())
`)
	if status != 0 || !strings.HasPrefix(stdout, "42 ") || !strings.Contains(stdout, "6 * 7 = 42") || !strings.Contains(stdout, `"ann"`) {
		t.Errorf("status %d: %s%s", status, stdout, stderr)
	}
	mustBeOneServer(t, server, "uwsgi", 2)
	if status := server.stop(t); status != 0 {
		t.Errorf("it ended with status %d", status)
	}
}

// mustBecomeReady waits for PostgreSQL, whose port is open only when it is set
// up.
func mustBecomeReady(t *testing.T, database running) {
	t.Helper()
	stdout, stderr, status := database.exec(t, "sh", "-c", "for i in $(seq 1800); do pg_isready -h 127.0.0.1 && exit; sleep 0.1; done; exit 1")
	if status != 0 {
		t.Fatalf("PostgreSQL: %s%s", stdout, stderr)
	}
}
