//go:build linux

package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/summary"
)

// A source may have more files than the paths of which fit into an argument of a
// program.
func TestSourceOfManyFiles(t *testing.T) {
	t.Parallel()
	const count = 4000
	path := func(i int) string {
		return fmt.Sprintf("data/a-folder-with-a-long-name/a-file-with-a-long-name-%d.txt", i)
	}
	folder := calculator(t, "large", func(folder string) error {
		for i := range count {
			file := filepath.Join(folder, path(i))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(file, nil, 0o644); err != nil {
				return err
			}
		}
		return nil
	})
	found := entries(t, pull(t, ci(t, nil, folder).mustPass(t).app(t, "large")))
	for i := range count {
		if _, there := found["/app/"+path(i)]; !there {
			t.Fatalf("%s is not in the image", path(i))
		}
	}
}

// The main job: the sample calculator from source to a published image.
func TestCalculator(t *testing.T) {
	t.Parallel()
	r := ci(t, nil, "sample-app/calculator").mustPass(t)
	app := r.app(t, "calculator")
	if app.Tests.Passed < 50 || app.Tests.Failed != 0 {
		t.Errorf("tests: %+v", app.Tests)
	}
	if app.Coverage == nil || *app.Coverage < 95 {
		t.Errorf("coverage: %v", app.Coverage)
	}
	if !strings.Contains(r.output, app.References[0]) {
		t.Errorf("the table has no reference with digest:\n%s", r.output)
	}
	for _, file := range []string{"junit.xml", "coverage.xml", "digest", "report.json"} {
		if info, err := os.Stat(filepath.Join(r.dist, "calculator", file)); err != nil || info.Size() == 0 {
			t.Errorf("dist/calculator/%s: missing or empty", file)
		}
	}
	if standIns := r.summary.Engine.StandIns; len(standIns) > 0 && !strings.Contains(r.output, "stand-ins used") {
		t.Errorf("stand-ins %v were used and the output does not say so", standIns)
	}
	image := pull(t, app)

	t.Run("configuration", func(t *testing.T) { checkConfiguration(t, image) })
	t.Run("files", func(t *testing.T) { checkFiles(t, app, image) })
	t.Run("runs", func(t *testing.T) {
		for _, c := range []struct {
			expression, stdout, stderr string
			status                     int
		}{
			{expression: "1 + 2 * 3", stdout: "7\n"},
			{expression: "-(0.1 + 0.2) * 10", stdout: "-3\n"},
			{expression: "1 / 3", stdout: "0.3333333333333333333333333333\n"},
			{expression: "1 + ", stderr: "unexpected end", status: 2},
			{expression: "1 / 0", stderr: "zero", status: 2},
		} {
			stdout, stderr, status := output(t, app, true, c.expression)
			if stdout != c.stdout || !strings.Contains(stderr, c.stderr) || status != c.status {
				t.Errorf("%s: got %q, %q and status %d", c.expression, stdout, stderr, status)
			}
		}
	})
	t.Run("is safe", func(t *testing.T) {
		for command, want := range map[string]string{
			"id -u; id -g; id -un; id -gn": "10001\n10001\ncalculator\ncalculator\n",
			// What runs cannot change itself.
			`find / -xdev -writable ! -type l ! -path "/proc/*" ! -path "/dev/*" ! -path "/sys/*" -print 2>/dev/null | grep -v -x -E "/(tmp|var/tmp|run/lock|var/lock|home/calculator)" || true`: "",
			// There is a home, for a user of the platform's choice too.
			`echo "$HOME"; stat -c "%u %g %a" "$HOME"; cd && touch file`: "/home/calculator\n10001 0 2775\n",
			// Configuration is for its owner alone.
			"stat -c '%a %U' /config/config.json": "400 calculator\n",
			// Nothing of this pipeline makes a program setuid.
			"find /app /venv /config -perm /6000":                          "",
			"python -m pip --version 2>&1 | sed 's/.*: //'":                "No module named pip\n",
			"python -c 'import lark, sys; print(sys.prefix)'":              "/venv\n",
			"grep -c '^calculator:[!*]' /etc/shadow 2>&1 | sed 's/.*: //'": "Permission denied\n",
		} {
			if got, _, _ := output(t, app, false, "sh", "-c", command); got != want {
				t.Errorf("%s: got %q, want %q", command, got, want)
			}
		}
	})
}

// Debian has no newer packages than the image. What it released since the base of
// today was made is in the base of another day, which is made now.
func TestSecurityUpdatesAreApplied(t *testing.T) {
	t.Parallel()
	app := calculator(t, "updated")
	missing := missingUpdates(t, ci(t, nil, app).mustPass(t).app(t, "updated"))
	if missing != "" {
		otherDay := time.Unix(rand.Int64N(time.Now().Unix()), 0).UTC().Format(time.DateOnly)
		missing = missingUpdates(t, ci(t, []string{"PIPELINE_DAY=" + otherDay}, app).mustPass(t).app(t, "updated"))
	}
	if missing != "" {
		t.Errorf("updates are missing:\n%s", missing)
	}
}

// missingUpdates is what apt would do now in an image, empty for nothing.
func missingUpdates(t *testing.T, app summary.App) string {
	t.Helper()
	client, err := connect()
	if err != nil {
		t.Fatal(err)
	}
	simulated, err := client.Container().From(app.References[0]).WithUser("0:0").
		WithEnvVariable("NOW", time.Now().String()).
		WithExec([]string{"sh", "-c", "apt-get update -qq && apt-get --simulate upgrade"}).
		Stdout(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(simulated, "\n0 upgraded, 0 newly installed, 0 to remove") {
		return ""
	}
	return simulated
}

func checkConfiguration(t *testing.T, image v1.Image) {
	file, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	config := file.Config
	if config.User != "10001:10001" {
		t.Errorf("user %q: it must be numeric and not root", config.User)
	}
	if want := []string{"python", "app.py"}; !slices.Equal(config.Entrypoint, want) || len(config.Cmd) > 0 {
		t.Errorf("entrypoint %q, command %q", config.Entrypoint, config.Cmd)
	}
	if config.WorkingDir != "/app" {
		t.Errorf("working folder %q", config.WorkingDir)
	}
	for _, variable := range []string{"CONFIG_PATH=/config/config.json", "PYTHONUNBUFFERED=1", "PYTHONFAULTHANDLER=1"} {
		if !slices.Contains(config.Env, variable) {
			t.Errorf("no variable %s in %q", variable, config.Env)
		}
	}
	for _, variable := range config.Env {
		for _, foreign := range []string{"PIP_", "UV_", "SSL_", "PIPELINE_", "OTEL_", "TRACEPARENT", "REPORT_ID"} {
			if strings.HasPrefix(variable, foreign) {
				t.Errorf("variable %s belongs to the build", variable)
			}
		}
	}
	for label, pattern := range map[string]string{
		"org.opencontainers.image.title":       `^calculator$`,
		"org.opencontainers.image.base.name":   `^python:3\.\d+-slim-\w+$`,
		"org.opencontainers.image.base.digest": `^sha256:[0-9a-f]{64}$`,
		"org.opencontainers.image.revision":    `^[0-9a-f]{40}(-dirty)?$`,
		"org.opencontainers.image.created":     `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`,
	} {
		if !regexp.MustCompile(pattern).MatchString(config.Labels[label]) {
			t.Errorf("label %s is %q", label, config.Labels[label])
		}
	}
}

// allowed says what each part of the image may hold above its base. A path
// that no pattern matches has no business there.
var allowed = regexp.MustCompile(`^/(` + strings.Join([]string{
	`app`, `app/app\.py`, `app/__pycache__`, `app/__pycache__/app\.cpython-3\d+\.pyc`,
	`app/calculator`, `app/calculator/\w+\.(py|lark)`, `app/calculator/__pycache__`, `app/calculator/__pycache__/\w+\.cpython-3\d+\.pyc`,
	`config`, `config/config\.json`,
	`venv`, `venv/bin`, `venv/bin/python[0-9.]*`, `venv/lib64`, `venv/pyvenv\.cfg`, `venv/include(/.*)?`,
	`venv/lib`, `venv/lib/python3\.\d+`, `venv/lib/python3\.\d+/site-packages`,
	`venv/lib/python3\.\d+/site-packages/lark(-[0-9.]+\.dist-info)?(/.*)?`,
	// What an update of Debian packages, the user and the removal of pip touch.
	`home`, `home/calculator`,
	`etc`, `etc/(group|gshadow|passwd|shadow|subgid|subuid|ld\.so\.cache|ssl(/.*)?)`, `root`,
	`usr(/lib|/local|/share|/bin|/sbin)?`, `usr/lib/python3\.\d+`, `usr/lib/python3(/.*)?`, `usr/local/(bin|lib)(/python3\.\d+)?(/(site|dist)-packages)?`,
	`usr/share/(doc|lintian)(/.*)?`, `tmp`,
	`var`, `var/(cache|lib|log|backups)`, `var/cache/(apt|debconf|ldconfig)`, `var/lib/(apt|dpkg)`, `var/lib/apt/(extended_states|lists)`,
	`var/lib/dpkg/(status|lock|lock-frontend|info|triggers|alternatives|updates)(/.*)?`,
}, "|") + `)$`)

func checkFiles(t *testing.T, app summary.App, image v1.Image) {
	found := entries(t, image)
	list, _, _ := output(t, app, false, "sh", "-c", "cat /var/lib/dpkg/info/*.list")
	ofDebian := lines(list)
	for file, e := range found {
		base := filepath.Base(file)
		// A base that is some days old gets updates of what it has, and their
		// scripts write what no package lists.
		updated := e.base || ofDebian[file+"\n"] || ofDebian[strings.TrimPrefix(file, "/usr")+"\n"]
		if e.layer > 0 && !allowed.MatchString(file) && !updated {
			t.Errorf("%s (layer %d) is none of what belongs into the image", file, e.layer)
		}
		// Wherever it may hide: a distribution, a program, a bundled wheel.
		if regexp.MustCompile(`^(pip|uv|pipenv|poetry|setuptools|ensurepip)([0-9.]*|-.*)$`).MatchString(base) {
			t.Errorf("%s: an installer is in the image", file)
		}
		if regexp.MustCompile(`^(gcc|g\+\+|cc|make|ld)(-\d+)?$`).MatchString(base) && strings.Contains(file, "/bin/") {
			t.Errorf("%s: a compiler is in the image", file)
		}
		if strings.HasPrefix(file, "/var/lib/apt/lists/") || strings.HasPrefix(file, "/var/cache/apt/") {
			t.Errorf("%s: apt's leftovers are in the image", file)
		}
		if inApp(file) && e.ModTime.Unix() != 0 {
			t.Errorf("%s: its time is %s; the layer changes with every build", file, e.ModTime)
		}
		if strings.HasSuffix(file, ".py") && inApp(file) && !hasBytecode(found, file) {
			t.Errorf("%s has no bytecode", file)
		}
	}
	if config := found["/config/config.json"]; config.Mode&0o777 != 0o400 || config.Uid != 10001 || config.Gid != 10001 {
		t.Errorf("/config/config.json: mode %o, owner %d:%d", config.Mode, config.Uid, config.Gid)
	}
}

func inApp(file string) bool {
	return strings.HasPrefix(file, "/app/") || strings.HasPrefix(file, "/venv/") || strings.HasPrefix(file, "/config/")
}

func hasBytecode(found map[string]entry, source string) bool {
	prefix := filepath.Join(filepath.Dir(source), "__pycache__", strings.TrimSuffix(filepath.Base(source), ".py")+".cpython-")
	for file := range found {
		if strings.HasPrefix(file, prefix) {
			return true
		}
	}
	return false
}
