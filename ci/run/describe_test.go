package run

import (
	"regexp"
	"strings"
	"testing"

	"dagger/python-pipeline/plan"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/apptest"
	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/progress"
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
		// Only a stand-in, which is requested by this name, adds a digest.
		"the release itself": {plan.TrivyRelease, plan.TrivyRelease, plan.TrivyRelease},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := on(engine.Session{}, Task{})
			j.Config.TrivyImage = test.setting
			if got := scannerName(j.Config); got != test.name {
				t.Errorf("the name is %s, want %s", got, test.name)
			}
			if got := j.scannerImage(); got != test.image {
				t.Errorf("%s is pulled, want %s", got, test.image)
			}
		})
	}
}

// Each is read once, at the same time as the others, however many services of an
// app are started.
func TestRevisionsAreReadOnce(t *testing.T) {
	t.Parallel()
	root := apptest.Write(t, map[string]string{"shop/app.py": "", "api/.git": "neither a repository nor a link to one\n"})
	shop, api := apps.App{Name: "shop", Folder: root + "/shop", Source: root + "/shop"}, apps.App{Name: "api", Folder: root + "/api", Source: root + "/api"}
	var shown strings.Builder
	r := &Run{Setup: Setup{Config: &config.Config{SourceDateEpoch: new(int64(0))}, Display: progress.New(&shown, progress.Options{})}}
	s := &Session{Run: r, Engine: new(engine.Session), revisions: r.readRevisions(t.Context(), []apps.App{shop, api})}
	for range 2 {
		for _, a := range []apps.App{shop, api} {
			if got := s.Describe(a); got.Created != "1970-01-01T00:00:00Z" {
				t.Errorf("%s: got %+v", a.Name, got)
			}
		}
	}
	r.Display.Close()
	if count := strings.Count(shown.String(), "no revision in the image's labels: "); count != 1 || !strings.HasPrefix(shown.String(), "api: ") {
		t.Errorf("%d times: %s", count, shown.String())
	}
}
