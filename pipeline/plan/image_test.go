package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

func TestImages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ python, variant, base, builder string }{
		{"3.9", "slim", "python:3.9-slim-bookworm", "python:3.9-bookworm"},
		{"3.11", "slim", "python:3.11-slim-bookworm", "python:3.11-bookworm"},
		{"3.12", "slim", "python:3.12-slim-bookworm", "python:3.12-bookworm"},
		{"3.13", "slim", "python:3.13-slim-trixie", "python:3.13-trixie"},
		{"3.14", "slim", "python:3.14-slim-trixie", "python:3.14-trixie"},
	} {
		t.Run(test.python, func(t *testing.T) {
			t.Parallel()
			p := &Plan{Python: test.python, Variant: test.variant}
			if p.BaseImage() != test.base || p.BuilderImage() != test.builder {
				t.Errorf("got %s and %s, want %s and %s", p.BaseImage(), p.BuilderImage(), test.base, test.builder)
			}
		})
	}
}

// A package that was compiled on one Debian release may not run on another.
func TestBaseAndBuilderAreOfOneDebian(t *testing.T) {
	t.Parallel()
	for _, python := range officialPythons() {
		p := &Plan{Python: version3(python), Variant: "slim"}
		if base := strings.Replace(p.BaseImage(), "-slim-", "-", 1); base != p.BuilderImage() {
			t.Errorf("the base is %s, the builder %s", p.BaseImage(), p.BuilderImage())
		}
	}
}

// A service has the Debian release of the app.
func TestImagesOfServices(t *testing.T) {
	t.Parallel()
	services := settings.Services{Postgres: &settings.Postgres{Version: "17"}, Mailhog: &settings.Mailhog{Version: "v1.0.1"}}
	p := &Plan{Python: "3.13", Variant: "slim", Services: services}
	want := []string{"python:3.13-slim-trixie", "python:3.13-trixie", "postgres:17-trixie", "mailhog/mailhog:v1.0.1"}
	if diff := cmp.Diff(want, p.Images()); diff != "" {
		t.Errorf("images differ (-want +got):\n%s", diff)
	}
}
