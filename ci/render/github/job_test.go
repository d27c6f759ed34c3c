package github

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

var (
	docker    = summary.Engine{Kind: "docker", Version: "v0.21.8"}
	published = summary.App{Report: report.Report{
		Name: "shop", References: []string{"ghcr.io:443/acme/shop:main@" + digest, "ghcr.io:443/acme/shop:sha-0123456@" + digest}, Digest: digest,
		Tests: &report.Tests{Passed: 14},
	}}
	failed = summary.App{Report: report.Report{
		Name: "api", Failures: []report.Failure{{Step: "test", Problem: "1 of 13 tests failed: tests.test_sum", Advice: "fix the code"}},
		Tests: &report.Tests{Failed: 1, Failures: []report.FailedTest{{Name: "tests.test_sum", File: "apps/api/tests/test_sum.py", Line: 9, Message: "100% wrong,\nnot: right"}}},
	}}
)

// answer runs a job and returns its log, its outputs and its page.
func answer(t *testing.T, s summary.Summary) (log []string, outputs, page string) {
	t.Helper()
	folder := t.TempDir()
	output, summaryFile := filepath.Join(folder, "output"), filepath.Join(folder, "summary")
	if err := os.WriteFile(output, []byte("earlier=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	j, err := Begin(&text, output, summaryFile)
	if err != nil {
		t.Fatal(err)
	}
	text.WriteString("    ::set-output name=images::forged\n")
	if err := j.Report(s); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	return strings.Split(strings.TrimSpace(text.String()), "\n"), read(output), read(summaryFile)
}

func TestReport(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		summary summary.Summary
		errors  []string
		outputs string
		page    string
	}{
		"published and failed": {
			summary: summary.New(docker, []summary.App{published, failed}, time.Second, nil),
			errors: []string{
				"::error title=api%3A test::1 of 13 tests failed: tests.test_sum%0Afix the code",
				"::error file=apps/api/tests/test_sum.py,line=9,title=api%3A tests.test_sum::100%25 wrong,%0Anot: right",
			},
			outputs: "digest-shop=" + digest + "\nreference-shop=ghcr.io:443/acme/shop@" + digest + "\n" +
				`images=[{"app":"shop","repository":"ghcr.io:443/acme/shop","digest":"` + digest +
				`","reference":"ghcr.io:443/acme/shop@` + digest + `","tags":["main","sha-0123456"]}]` + "\n",
			page: "❌ 1 of 2 apps failed",
		},
		"a push stopped in the middle": {
			summary: summary.New(docker, []summary.App{{Report: report.Report{
				Name: "shop", Pushed: []string{"ghcr.io/acme/shop:1.2.3@" + digest},
				Failures: []report.Failure{{Step: "publish", Problem: "ghcr.io/acme/shop:latest: no answer; pushed: 1.2.3; not pushed: latest"}},
			}}}, time.Second, nil),
			errors:  []string{"::error title=shop%3A publish::ghcr.io/acme/shop:latest: no answer; pushed: 1.2.3; not pushed: latest"},
			outputs: "images=[]\n",
			page:    "pushed: 1.2.3; not pushed: latest",
		},
		"no app ran": {
			summary: summary.New(docker, nil, time.Second, errors.New("engine: killed")),
			errors:  []string{"::error title=run::engine: killed"},
			outputs: "images=[]\n",
			page:    "engine: killed",
		},
		"published, but what came after it failed": {
			summary: summary.New(docker, []summary.App{{Report: report.Report{
				Name: "shop", References: []string{"ghcr.io/acme/shop:main@" + digest}, Digest: digest, Failures: []report.Failure{{Step: "archive", Problem: "no space"}},
			}}}, time.Second, nil),
			errors:  []string{"::error title=shop%3A archive::no space"},
			outputs: "images=[]\n",
			page:    "no space",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, outputs, page := answer(t, test.summary)
			// Commands mean nothing between these two lines.
			token, stopped := strings.CutPrefix(log[0], "::stop-commands::")
			if !stopped || len(token) < 20 || log[2] != "::"+token+"::" {
				t.Errorf("what tests print is taken for commands: %q", log[:3])
			}
			if diff := cmp.Diff(test.errors, log[3:]); diff != "" {
				t.Errorf("annotations differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff("earlier=1\n"+test.outputs, outputs); diff != "" {
				t.Errorf("outputs differ (-want +got):\n%s", diff)
			}
			if !strings.Contains(page, test.page) {
				t.Errorf("%q is not in\n%s", test.page, page)
			}
		})
	}
}

// What ends a run before its report has to be an annotation all the same.
func TestResume(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	j, err := Begin(&log, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := j.Resume(); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Report(summary.Summary{Error: "engine: killed"}); err != nil {
		t.Fatal(err)
	}
	token, rest, _ := strings.Cut(strings.TrimPrefix(log.String(), "::stop-commands::"), "\n")
	if want := "::" + token + "::\n::error title=run::engine: killed\n"; rest != want {
		t.Errorf("got %q, want %q", rest, want)
	}
}

func TestNoJob(t *testing.T) {
	t.Parallel()
	var none *Job
	if err := none.Resume(); err != nil {
		t.Error(err)
	}
	if err := none.Report(summary.Summary{}); err != nil {
		t.Error(err)
	}
	var log strings.Builder
	unnamed, err := Begin(&log, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := unnamed.Report(summary.Summary{}); err != nil {
		t.Errorf("a job without files: %v", err)
	}
}

func TestFileThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for variable, j := range map[string]*Job{
		"GITHUB_OUTPUT":       {log: new(strings.Builder), output: folder},
		"GITHUB_STEP_SUMMARY": {log: new(strings.Builder), summary: folder},
	} {
		want := variable + ": open " + folder + ": is a directory; unset GITHUB_ACTIONS where no job runs this"
		if err := j.Report(summary.Summary{}); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
