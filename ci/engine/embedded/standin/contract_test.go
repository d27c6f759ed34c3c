package standin

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Clients of the official images rely on these settings.
func TestContract(t *testing.T) {
	t.Parallel()
	type contract struct {
		entrypoint, command []string
		user, folder, stop  string
		ports, volumes      []string
	}
	database := contract{
		entrypoint: []string{"docker-entrypoint.sh"}, command: []string{"postgres"}, stop: "SIGINT",
		ports: []string{"5432/tcp"}, volumes: []string{"/var/lib/postgresql/data"},
	}
	interpreter := contract{command: []string{"python3"}}
	for reference, want := range map[string]contract{
		"python:3.11-slim-bookworm": interpreter,
		"python:3.13-trixie":        interpreter,
		"python:3.14-slim-trixie":   interpreter,
		"postgres:15-bookworm":      database,
		"postgres:17-trixie":        database,
		"mailhog/mailhog:v1.0.1": {
			entrypoint: []string{"MailHog"}, user: "mailhog", folder: "/home/mailhog",
			ports: []string{"1025/tcp", "8025/tcp"},
		},
		"aquasec/trivy:0.72.0": {entrypoint: []string{"trivy"}},
	} {
		t.Run(reference, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(catalog, func(image Image) bool { return image.Reference == reference })
			if i < 0 {
				t.Fatal("there is no such stand-in")
			}
			c := catalog[i].config
			got := contract{
				entrypoint: c.Entrypoint, command: c.Cmd, user: c.User, folder: c.WorkingDir, stop: c.StopSignal,
				ports: slices.Sorted(maps.Keys(c.ExposedPorts)), volumes: slices.Sorted(maps.Keys(c.Volumes)),
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(contract{})); diff != "" {
				t.Errorf("the contract differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPythonIsBelowUsrLocal(t *testing.T) {
	t.Parallel()
	for _, image := range catalog {
		if !strings.HasPrefix(image.Reference, "python:") {
			continue
		}
		version, _, _ := strings.Cut(strings.TrimPrefix(image.Reference, "python:"), "-")
		script := image.rootfs.Customize
		if !strings.Contains(script, `"$1/usr/local/bin/python`+version+`"`) || strings.Contains(script, "@VERSION@") {
			t.Errorf("%s: wrong script:\n%s", image.Reference, script)
		}
	}
}
