//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"python-pipeline/ci/apptest"
)

// What README.md says: `compose` prints a file that Docker Compose takes, and nothing else. It needs no engine.
func TestCompose(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(program, "compose", "sample-app/django", "--image", "ghcr.io/acme/django:1.2.3")
	cmd.Dir, cmd.Env = repository, append(os.Environ(), "PIPELINE_CACHE_DIR="+t.TempDir())
	file, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	project := apptest.LoadCompose(t, file, map[string]string{"POSTGRES_PASSWORD": "pw", "SECRET_KEY": "key"})
	if names := project.ServiceNames(); !slices.Equal(names, []string{"django", "django-release", "mailhog", "postgres"}) {
		t.Errorf("services: %v", names)
	}
	app, release := project.Services["django"], project.Services["django-release"]
	if app.Image != "ghcr.io/acme/django:1.2.3" || release.Image != app.Image {
		t.Errorf("images: %s, %s", app.Image, release.Image)
	}
	for name, want := range map[string]string{
		"DATABASE_URL": "postgresql://postgres:pw@postgres:5432/calculations", "EMAIL_HOST": "mailhog", "SECRET_KEY": "key",
	} {
		if got := app.Environment[name]; got == nil || *got != want {
			t.Errorf("%s is not %s", name, want)
		}
	}
	if command := strings.Join(release.Entrypoint, " "); !strings.Contains(command, "python manage.py migrate --noinput") {
		t.Errorf("the release runs %s", command)
	}
	if test := strings.Join(app.HealthCheck.Test, " "); !strings.HasSuffix(test, " 8000 /health/") {
		t.Errorf("the health check is %s", test)
	}
}
