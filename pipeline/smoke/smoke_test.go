package smoke

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/settings"
)

func TestNewCheck(t *testing.T) {
	t.Parallel()
	const timeout = settings.Duration(20 * time.Second)
	for name, test := range map[string]struct {
		plan plan.Plan
		want Check
	}{
		"a web app": {
			plan.Plan{Command: settings.Exec("gunicorn"), Release: settings.Exec("migrate"), Port: 8000, StopSignal: "SIGTERM", Smoke: settings.Smoke{Path: "/", Timeout: timeout}},
			Check{User: 10001, Command: []string{"gunicorn"}, Release: []string{"migrate"}, Port: 8000, Stop: "SIGTERM", Stays: 3, Timeout: 20, Requests: []settings.Request{{Path: "/"}}},
		},
		"a command in place of the app's": {
			plan.Plan{Command: settings.Exec("python", "app.py"), StopSignal: "SIGINT", Smoke: settings.Smoke{Command: settings.Exec("python", "app.py", "1+2"), Output: "3", Status: new(int), Timeout: timeout}},
			Check{User: 10001, Command: []string{"python", "app.py", "1+2"}, Output: "3", Status: new(int), Stop: "SIGINT", Stays: 3, Timeout: 20},
		},
		"an app with a volume": {
			plan.Plan{Command: settings.Exec("python", "app.py"), Volumes: []string{"/data"}, VolumeMode: settings.VolumesOwned, StopSignal: "SIGTERM", Smoke: settings.Smoke{Timeout: timeout}},
			Check{Start: []string{"/usr/local/bin/volume-entrypoint", "--volume", "/data", "--"}, Volumes: []string{"/data"}, User: 10001,
				Command: []string{"python", "app.py"}, Stop: "SIGTERM", Stays: 3, Timeout: 20},
		},
	} {
		if diff := cmp.Diff(test.want, NewCheck(&test.plan)); diff != "" {
			t.Errorf("%s: check differs (-want +got):\n%s", name, diff)
		}
		if got := Longest(&test.plan); got != 100*time.Second {
			t.Errorf("%s: it takes %s at most", name, got)
		}
	}
}

func TestResult(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stdout, stderr string
		want           *report.Failure
	}{
		"all well": {`{"ok": true, "cause": "", "problem": "", "log": "ready", "processes": ["gunicorn"]}`, "", nil},
		"no handler": {`{"ok": false, "cause": "no-handler", "problem": "nothing in sh handles SIGTERM", "log": "out"}`, "",
			&report.Failure{Step: report.StepSmoke, Code: "no-handler", Problem: "the image does not work: nothing in sh handles SIGTERM", Output: "out",
				Advice: "handle the signal in the main process (signal.signal in Python), take a server that does, or begin the last command of a shell script with exec; or write stop-signal = \"SIGINT\", at which Python ends, and let what runs the image stop it so"}},
		"no Python": {"\n", "no such file", &report.Failure{Step: report.StepSmoke, Code: "no-python", Problem: "the image does not work: Python does not start in the image",
			Output: "no such file", Advice: "look at its output; the keys command, smoke, env and apt-run say how it is started"}},
	} {
		result, err := Read(test.stdout, test.stderr)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(test.want, result.Failure(&plan.Plan{Port: 8000})); diff != "" {
			t.Errorf("%s: failure differs (-want +got):\n%s", name, diff)
		}
	}
	if result, err := Read(`{"ok": true, "warning": "the app listens on port 9000"}`, ""); err != nil || result.Warning != "the app listens on port 9000" {
		t.Errorf("result %+v, %v", result, err)
	}
	if _, err := Read("Traceback", ""); err == nil || !strings.HasPrefix(err.Error(), "smoke: its result is not valid JSON: ") {
		t.Errorf("error %v", err)
	}
}
