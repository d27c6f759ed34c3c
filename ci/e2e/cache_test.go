//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// A second run of an unchanged app runs nothing again and pushes nothing.
//
// Not in parallel: what one session executed and another one shares stays in the
// engine's memory, where it has no cache key, until the other session ends. Until
// then a second run finds nothing of what was built on it.
func TestSecondRunDoesNothing(t *testing.T) {
	app := calculator(t, "unchanged")
	first := ci(t, nil, app).mustPass(t)
	before := len(accessLog(t, "unchanged"))
	second := ci(t, nil, app).mustPass(t)
	if a, b := first.app(t, "unchanged").Digest, second.app(t, "unchanged").Digest; a != b {
		t.Errorf("digests differ: %s, %s", a, b)
	}
	if a, b := whenTested(t, first, "unchanged"), whenTested(t, second, "unchanged"); a != b {
		t.Errorf("the tests ran again: at %s, then at %s", a, b)
	}
	if requests := matching(accessLog(t, "unchanged")[before:], blobWrites); len(requests) > 0 {
		t.Errorf("layers were pushed again: %v", requests)
	}
	fresh := ci(t, []string{"PIPELINE_FRESH=1"}, app).mustPass(t)
	if a, b := whenTested(t, first, "unchanged"), whenTested(t, fresh, "unchanged"); a == b {
		t.Errorf("PIPELINE_FRESH did not run the tests again: both at %s", a)
	}
}

// whenTested is the time at which the test run that a report comes from began.
func whenTested(t *testing.T, r result, app string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(r.dist, named(app), "junit.xml"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`timestamp="([^"]+)"`).FindSubmatch(content)
	if found == nil {
		t.Fatalf("junit.xml has no timestamp:\n%s", content)
	}
	return string(found[1])
}

// An edit of the source changes the source's layer and no other; an edit of a
// test none.
func TestSourceEditKeepsDependencyLayers(t *testing.T) {
	t.Parallel()
	app := calculator(t, "edited")
	before := layerDigests(t, pull(t, ci(t, nil, app).mustPass(t).app(t, "edited")))

	if err := replace("app.py", "def main(", "# An edit.\ndef main(")(app); err != nil {
		t.Fatal(err)
	}
	after := layerDigests(t, pull(t, ci(t, nil, app).mustPass(t).app(t, "edited")))
	last := len(before) - 1
	if !slices.Equal(before[:last], after[:last]) {
		t.Errorf("dependency layers changed:\n%v\n%v", before, after)
	}
	if before[last] == after[last] {
		t.Error("the layer of the source did not change")
	}

	if err := write("tests/test_more.py", "def test_more():\n    pass\n")(app); err != nil {
		t.Fatal(err)
	}
	// A umask or a checkout changes modes and times; they do not count.
	if err := os.Chmod(filepath.Join(app, "app.py"), 0o600); err != nil {
		t.Fatal(err)
	}
	if tested := layerDigests(t, pull(t, ci(t, nil, app).mustPass(t).app(t, "edited"))); !slices.Equal(tested, after) {
		t.Errorf("a test or a mode changed the image:\n%v\n%v", after, tested)
	}
}

// restartKeepsWhatIsBuilt looks at an app that was built before its engine was
// restarted: its result is still there, and when it has to be pushed again the
// layers of the base image are those that were pulled.
func restartKeepsWhatIsBuilt(t *testing.T, variables []string, app string) {
	t.Helper()
	kept := ci(t, variables, app).mustPass(t)
	if !strings.Contains(kept.output, keptNotice) {
		t.Errorf("nothing changed but the engine's life; the program said:\n%s", kept.output)
	}
	if err := replace("app.py", "def main(", "# After a restart.\ndef main(")(app); err != nil {
		t.Fatal(err)
	}
	built := kept.summary.Apps[0].Name
	edited := ci(t, variables, app).mustPass(t)
	image := pull(t, edited.app(t, built))
	before, after := layerDigests(t, pull(t, kept.app(t, built))), layerDigests(t, image)
	if last := len(after) - 1; !slices.Equal(before[:last], after[:last]) {
		t.Errorf("layers: before the restart %v, after it %v", before, after)
	}
	if engineStatus(t, variables...)["images"] != "stand-ins" {
		return // the base is at a registry that may not be asked so often
	}
	if base := layerDigests(t, baseOf(t, image, engineStatus(t, variables...)["registry"])); !slices.Equal(base, after[:len(base)]) {
		t.Errorf("layers: the base has %v, the image %v", base, after)
	}
}

// baseOf is the image that another one stands on, by its labels, at a mirror.
func baseOf(t *testing.T, image v1.Image, mirror string) v1.Image {
	t.Helper()
	config, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	labels := config.Config.Labels
	named, err := name.ParseReference(labels["org.opencontainers.image.base.name"])
	if err != nil {
		t.Fatal(err)
	}
	reference, err := name.NewDigest(mirror + "/" + named.Context().RepositoryStr() + "@" + labels["org.opencontainers.image.base.digest"])
	if err != nil {
		t.Fatal(err)
	}
	base, err := remote.Image(reference)
	if err != nil {
		t.Fatal(err)
	}
	return base
}

// An edit of the source installs nothing: what is in the virtual environments of
// builder and dev-builder is what was there before, and not equal to it. Not in
// parallel, for TestSecondRunDoesNothing's reason.
func TestSourceEditInstallsNothing(t *testing.T) {
	app := django(t, "edited-view")
	installed := func() []string {
		var times []string
		for _, stage := range []string{"builder", "dev-builder"} {
			// Nobody can set a file's time of change.
			const list = `find /venv -printf '%C@ %p\n' | sort`
			found := callDagger(t, append(constructor(t, app, named("edited-view")), stage, "with-exec", "--args=sh,-c,"+list, "stdout")...)
			if !strings.Contains(found, "/venv/bin/uwsgi\n") {
				t.Fatalf("%s has no uWSGI:\n%s", stage, found)
			}
			times = append(times, found)
		}
		return times
	}
	before := installed()
	if err := replace("calculations/views.py", "PAGE = 50", "PAGE = 40")(app); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, installed()); diff != "" {
		t.Errorf("it was installed again (-before +after):\n%s", diff)
	}
}
