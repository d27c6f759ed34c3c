package labels

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/plan"
)

func TestOf(t *testing.T) {
	t.Parallel()
	app := &plan.Plan{Name: "shop", Python: "3.11", Variant: "slim", Version: "1.2.3", License: "MIT"}
	for name, test := range map[string]struct {
		plan   *plan.Plan
		source Source
		base   string
		want   []Label
	}{
		"all": {app, Source{"c0ffee", "2026-11-25T10:00:00Z", "https://example.org/shop"}, "docker.io/library/python:3.11-slim-bookworm@sha256:01", []Label{
			{"org.opencontainers.image.title", "shop"},
			{"org.opencontainers.image.base.name", "python:3.11-slim-bookworm"},
			{"org.opencontainers.image.base.digest", "sha256:01"},
			{"org.opencontainers.image.revision", "c0ffee"},
			{"org.opencontainers.image.created", "2026-11-25T10:00:00Z"},
			{"org.opencontainers.image.source", "https://example.org/shop"},
			{"org.opencontainers.image.version", "1.2.3"},
			{"org.opencontainers.image.licenses", "MIT"},
		}},
		"folders for data": {&plan.Plan{Name: "shop", Python: "3.13", Variant: "slim", Volumes: []string{"/data", "/media"}, VolumeMode: "owned"}, Source{}, "python:3.13-slim-trixie", []Label{
			{"org.opencontainers.image.title", "shop"},
			{"org.opencontainers.image.base.name", "python:3.13-slim-trixie"},
			{"python-pipeline.volumes", "/data /media"},
			{"python-pipeline.volume-mode", "owned"},
		}},
		"what nothing tells is left out": {&plan.Plan{Name: "shop", Python: "3.13", Variant: "slim"}, Source{}, "python:3.13-slim-trixie", []Label{
			{"org.opencontainers.image.title", "shop"},
			{"org.opencontainers.image.base.name", "python:3.13-slim-trixie"},
		}},
	} {
		if diff := cmp.Diff(test.want, Of(test.plan, test.source, test.base)); diff != "" {
			t.Errorf("%s: labels differ (-want +got):\n%s", name, diff)
		}
	}
}

// Two images of one origin differ in the time of their source alone.
func TestOrigin(t *testing.T) {
	t.Parallel()
	for _, label := range Of(&plan.Plan{Name: "a", Version: "b", License: "c", Volumes: []string{"/d"}, VolumeMode: "owned"}, Source{"d", "e", "f"}, "g@h") {
		if slices.Contains(Origin, label.Name) != (label.Value != "e") {
			t.Errorf("%s: %t", label.Name, slices.Contains(Origin, label.Name))
		}
	}
}
