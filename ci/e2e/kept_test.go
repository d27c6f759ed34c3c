//go:build linux

package e2e

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/advisories"
)

// madeBy names the run that made an app's report.
func (r result) madeBy(t *testing.T, app string) string {
	t.Helper()
	var made report.Report
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(r.dist, named(app), report.File))), &made); err != nil {
		t.Fatal(err)
	}
	if made.Run == "" {
		t.Error("the report does not say which run made it")
	}
	return made.Run
}

// keptNotice is what a run says of an app for which the engine has kept the files
// of an earlier one.
const keptNotice = ": nothing has changed, so this is the result of an earlier run"

// Of a run with nothing changed the engine gives what it has kept. That must not
// hide what has changed outside of the app: each of these lets the run do its work.
func TestKeptResults(t *testing.T) {
	t.Parallel()
	const app = "kept"
	own := serveRegistry(t, nil)
	folder := calculator(t, app)
	run := func(variables ...string) result {
		t.Helper()
		return ci(t, own.environment(variables...), folder).mustPass(t)
	}
	first := run()
	of := first.madeBy(t, app)
	if again := run(); again.madeBy(t, app) != of || !strings.Contains(again.output, named(app)+keptNotice) {
		t.Errorf("nothing changed, but the engine did it again; the program said:\n%s", again.output)
	}
	latest := own.repository(t, app).Tag("latest")
	for change, c := range map[string]struct {
		variables []string
		change    func() error
	}{
		"a new day":                           {variables: []string{"PIPELINE_DAY=" + time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)}},
		"PIPELINE_FRESH":                      {variables: []string{"PIPELINE_FRESH=1"}},
		"a newer database":                    {variables: []string{"PIPELINE_TRIVY_DB=" + advisoriesOf(t, advisories.Debian12, advisoryOf("not-installed", "< 99"))}},
		"the image is gone from the registry": {change: func() error { return remote.Delete(latest, own.options()...) }},
		"the tag is another image now": {change: func() error {
			other, err := random.Image(100, 1)
			if err != nil {
				return err
			}
			return remote.Write(latest, other, own.options()...)
		}},
	} {
		t.Run(change, func(t *testing.T) {
			if c.change != nil {
				if err := c.change(); err != nil {
					t.Fatal(err)
				}
			}
			r := run(c.variables...)
			if r.madeBy(t, app) == of || strings.Contains(r.output, keptNotice) {
				t.Errorf("it is the result of an earlier run; the program said:\n%s", r.output)
			}
			if there := own.tags(t, app)["latest"]; there != r.app(t, app).Digest {
				t.Errorf("the registry has %s, the run published %s", there, r.app(t, app).Digest)
			}
		})
	}
}

// A failure may have passed, so it is never what the engine has kept.
func TestFailuresAreNotKept(t *testing.T) {
	t.Parallel()
	app := calculator(t, "fails-again", write("tests/test_fails.py", "def test_fails():\n    assert False\n"))
	first := ci(t, nil, app).mustFail(t, "test_fails")
	second := ci(t, nil, app).mustFail(t, "test_fails")
	if a, b := first.madeBy(t, "fails-again"), second.madeBy(t, "fails-again"); a == b {
		t.Error("the second run gave the first one's report")
	}
	if a, b := whenTested(t, first, "fails-again"), whenTested(t, second, "fails-again"); a == b {
		t.Errorf("the tests did not run again: both at %s", a)
	}
}

// Publishing through the module is never what the engine has kept.
func TestPublishIsAlwaysCarriedOut(t *testing.T) {
	t.Parallel()
	call := append(constructor(t, "sample-app/calculator", named("twice")), "publish", "--address="+engineStatus(t)["registry"]+"/"+named("twice"))
	call = append(call, loginArguments(t)...)
	callDagger(t, call...)
	before := len(accessLog(t, "twice"))
	callDagger(t, call...)
	if pushed := accessLog(t, "twice")[before:]; len(pushed) == 0 {
		t.Error("the registry got no request")
	}
}
