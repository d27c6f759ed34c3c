package main

import (
	"regexp"
	"strings"
	"testing"

	"dagger/python-pipeline/plan"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded/program"
)

// The stand-in is the release that the official image has, which is pinned.
func TestScannerIsPinned(t *testing.T) {
	t.Parallel()
	if want := "aquasec/trivy:" + strings.TrimPrefix(program.TrivyVersion, "v"); plan.TrivyRelease != want {
		t.Errorf("the module takes %s, the stand-in is %s", plan.TrivyRelease, want)
	}
	if !regexp.MustCompile("^" + regexp.QuoteMeta(plan.TrivyRelease) + "@sha256:[0-9a-f]{64}$").MatchString(plan.TrivyImage) {
		t.Errorf("%s names no digest", plan.TrivyImage)
	}
}

func TestScannerImage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ setting, name, image string }{
		"by default":   {"", plan.TrivyRelease, plan.TrivyImage},
		"another one":  {"ghcr.io/acme/trivy:0.73.0", "ghcr.io/acme/trivy:0.73.0", "ghcr.io/acme/trivy:0.73.0"},
		"one's digest": {"acme/trivy@sha256:00", "acme/trivy@sha256:00", "acme/trivy@sha256:00"},
		// Only a stand-in, which is asked for by this name, adds a digest.
		"the release itself": {plan.TrivyRelease, plan.TrivyRelease, plan.TrivyRelease},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := &job{environment: &environment{config: &config.Config{TrivyImage: test.setting}}, session: &engine.Session{}}
			if got := j.scannerName(); got != test.name {
				t.Errorf("an engine is asked for %s, want %s", got, test.name)
			}
			if got := j.scannerImage(); got != test.image {
				t.Errorf("%s is pulled, want %s", got, test.image)
			}
		})
	}
}
