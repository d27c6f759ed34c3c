package failure

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/steplimit"
)

func TestOfProgram(t *testing.T) {
	t.Parallel()
	command := func(script scripts.Script, arguments ...string) []string {
		return steplimit.Command(30*time.Minute, script.ID, script.Command(arguments...))
	}
	const over = "time limit: it did not end within 30m; these programs were running:\n  in /: sleep 9"
	for name, test := range map[string]struct {
		program Program
		want    report.Failure
		advice  string // how it begins
	}{
		"a script": {
			Program{command(scripts.InstallPackages, "pylock.toml", "[]"), 1, "", "Hash mismatch for lark"},
			report.Failure{Step: report.StepBuild, Problem: "builder: install the packages failed", Output: "Hash mismatch for lark"},
			"the index serves another file than the one that was locked",
		},
		"a program of the image": {
			Program{command(scripts.InstallUV), 1, "", "HTTP error 403"},
			report.Failure{Step: report.StepBuild, Problem: "builder: install uv failed", Output: "HTTP error 403"},
			"the index refuses to answer",
		},
		"a script of the scan, while it is the build that waits": {
			Program{command(scripts.DownloadDatabase, "/db", "example.org/db"), 1, "", "no such host"},
			report.Failure{Step: report.StepScan, Problem: "scan: download the vulnerability database failed", Output: "no such host"},
			"set TRIVY_DB_REPOSITORY to a mirror",
		},
		"with the text of another as its argument": {
			Program{command(scripts.AptInstall, scripts.Base.Text), 100, "", "E: Unable to locate package x"},
			report.Failure{Step: report.StepBuild, Problem: "apt packages failed", Output: "E: Unable to locate package x"},
			"Debian has no such package",
		},
		"what the app's code prints": {
			Program{command(scripts.Collectstatic, "manage.py"), 1, "", "ModuleNotFoundError: No module named 'toolbar'"},
			report.Failure{Step: report.StepBuild, Problem: "source: collectstatic failed", Output: "ModuleNotFoundError: No module named 'toolbar'"},
			"production has no module toolbar",
		},
		"not one of ours": {
			Program{[]string{"sh", "-c", "exit 3"}, 3, "out", "err"},
			report.Failure{Step: report.StepTest, Problem: "a command ended with exit status 3", Output: "out\nerr"}, "",
		},
		"its time is over": {
			Program{command(scripts.Base, "updates"), 124, "", over},
			report.Failure{Step: report.StepBuild, Code: report.CodeStepTimeout, Output: over,
				Problem: "base: security updates and packages did not end within 30m, the time of step-timeout"},
			"fix what hangs",
		},
	} {
		got := OfProgram(report.StepTest, test.program)
		if !strings.HasPrefix(got.Advice, test.advice) || (got.Advice == "") != (test.advice == "") {
			t.Errorf("%s: advice %q", name, got.Advice)
		}
		got.Advice = ""
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: failure differs (-want +got):\n%s", name, diff)
		}
	}
}

func TestOfEngine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want report.Failure
	}{
		"an image that is not there": {
			errors.New(`input: container.from failed to resolve image "docker.io/library/python:3.99-slim-bookworm" (platform: "linux/amd64"): failed to do request: python:3.99-slim-bookworm: not found`),
			report.Failure{Step: report.StepBuild, Code: report.CodeNoImage, Problem: "python:3.99-slim-bookworm: the image cannot be pulled: not found",
				Advice: "check the keys python and variant, and whether the registry can be reached"},
		},
		"a service that ended": {
			errors.New("bound service abc (aliased as postgres) exited"),
			report.Failure{Step: report.StepTest, Problem: "postgres ended while it was in use", Advice: "look for what stops it, or what takes more memory than there is"},
		},
		"given up":               {fmt.Errorf("file: %w", context.Canceled), report.Failure{Step: report.StepTest, Code: report.CodeCanceled, Problem: "file: context canceled"}},
		"given up by the engine": {errors.New("rpc: context canceled"), report.Failure{Step: report.StepTest, Code: report.CodeCanceled, Problem: "rpc: context canceled"}},
		"anything else":          {errors.New("input: directory.file failed to read: gone"), report.Failure{Step: report.StepTest, Problem: "read: gone"}},
	} {
		if diff := cmp.Diff(test.want, OfEngine(report.StepTest, test.err)); diff != "" {
			t.Errorf("%s: failure differs (-want +got):\n%s", name, diff)
		}
	}
}

func TestTimeouts(t *testing.T) {
	t.Parallel()
	const limit, own = 30 * time.Minute, 15 * time.Minute
	services := settings.Services{Mailhog: &settings.Mailhog{Version: "v1.0.1"}}
	for want, got := range map[string]report.Failure{
		"python:3.11: the image was not pulled within 30m, the time of step-timeout": NotPulled(report.StepBuild, "python:3.11", limit),
		"test did not end within 45m": NotBegun(report.StepTest, settings.Services{}, limit, own),
		"test did not begin within 30m, the time of step-timeout: its services (mailhog v1.0.1) were not ready": NotBegun(report.StepTest, services, limit, own),
	} {
		if got.Problem != want || got.Code != report.CodeStepTimeout || !strings.HasSuffix(got.Advice, longer) {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}
