package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"dagger/python-pipeline/coverage"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/junit"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/step"
	"dagger/python-pipeline/testresult"
	"dagger/python-pipeline/unittest"
)

// reports is where the test command writes its files, and results are those of
// them that are taken.
const (
	reports = "/reports"
	results = "/results"
)

// Runs the tests; a failed one is an error that shows the failure.
//
// It gives junit.xml and, when pytest-cov is among the requirements,
// coverage.xml.
func (m *PythonPipeline) Test(
	ctx context.Context,
	// Further arguments for the test command, such as "-k name".
	// +optional
	args []string,
) (*dagger.Directory, error) {
	p, err := m.plan()
	if err != nil {
		return nil, err
	}
	result, err := m.runTests(ctx, p, args)
	if err != nil {
		return nil, err
	}
	if result.failure != nil {
		return nil, fmt.Errorf("tests: %s\n%s", result.failure.Problem, cmp.Or(result.failure.Output, result.failure.Advice))
	}
	return result.files, nil
}

// Runs the tests; a failed one is in the report, and no error.
//
// It gives what test gives, and report.json, which says what failed.
func (m *PythonPipeline) TestReport(
	ctx context.Context,
	// Further arguments for the test command, such as "-k name".
	// +optional
	args []string,
) (*dagger.Directory, error) {
	p, err := m.plan()
	if err != nil {
		return nil, err
	}
	result, err := m.runTests(ctx, p, args)
	if err != nil {
		return nil, err
	}
	r := newReport(p)
	result.enter(r)
	if result.failure != nil {
		r.Failures = append(r.Failures, *result.failure)
	}
	return withReport(result.files, r)
}

// testResult is what a run of the tests came to.
type testResult struct {
	testresult.Run
	files    *dagger.Directory
	coverage *float64
	warning  string // of a run that passed
	failure  *report.Failure
	// kept tells that the engine keeps the run, since its command ended with
	// status 0.
	kept bool
}

// enter writes into a report what the run counted and warns of; its failure is
// its step's.
func (t *testResult) enter(r *report.Report) {
	r.Tests, r.Coverage = t.Tests, t.coverage
	if t.warning != "" {
		r.Warnings = append(r.Warnings, t.warning)
	}
}

// runTests runs the test command. The error is for tests that could not be
// run at all.
func (m *PythonPipeline) runTests(ctx context.Context, p *plan.Plan, args []string) (*testResult, error) {
	if p.Tests.Runner == plan.RunnerNone {
		return &testResult{files: dag.Directory()}, nil
	}
	var dev *dagger.Container
	if err := traced(ctx, p.Name, report.StageDev, func(ctx context.Context) (err error) {
		if dev, err = m.dev(ctx, p); err == nil {
			dev, err = dev.Sync(ctx)
		}
		return err
	}); err != nil {
		return nil, err
	}
	result, err := m.runTestsOnce(ctx, p, dev, args, m.Fresh)
	if err == nil && result.failure != nil && result.kept && m.Fresh == "" {
		// A failure is never served from the cache.
		return m.runTestsOnce(ctx, p, dev, args, time.Now().String())
	}
	return result, err
}

func (m *PythonPipeline) runTestsOnce(ctx context.Context, p *plan.Plan, dev *dagger.Container, args []string, fresh string) (*testResult, error) {
	id, err := m.reportID(ctx, args)
	if err != nil {
		return nil, err
	}
	command, err := testStep(p, id, args)
	if err != nil {
		return nil, err
	}
	ctr, err := m.testContainer(dev, p, fresh).WithExec(command).Sync(ctx)
	var failed *dagger.ExecError
	switch {
	case err == nil:
		result := &testResult{files: ctr.Directory(results), kept: true}
		if err := result.readPassed(ctx, p, ctr); err != nil {
			return nil, err
		}
		result.failure, result.warning = result.Passed(p, args)
		return result, nil
	case !errors.As(err, &failed):
		return nil, err
	case !ran(failed, step.Test):
		return nil, err
	}
	result := &testResult{Run: testresult.Run{Output: failed.Stdout + "\n" + failed.Stderr, Status: failed.ExitCode}}
	if result.files, result.Outcome, err = m.failedRun(ctx, p, id); err != nil {
		return nil, err
	}
	if err := result.read(ctx); err != nil {
		return nil, err
	}
	if result.Tests == nil && p.Tests.PrintsCounts() {
		result.Tests = unittest.Tests(failed.Stderr)
	}
	result.failure = result.Failed(p)
	return result, nil
}

// testStep is the command of a test run: the script, what it is told, and the
// test command.
func testStep(p *plan.Plan, id string, args []string) ([]string, error) {
	settings, err := json.Marshal(map[string]any{
		"user": userID, "timeout": time.Duration(p.Settings.TestTimeout).Seconds(),
		"reports": reports, "limits": testresult.Limits, "results": results, "failed": failedFolder, "id": id,
	})
	if err != nil {
		return nil, err
	}
	// The image's own Python, without what the app's requirements add to it: it
	// runs as root.
	return append([]string{"/usr/local/bin/python3", "-I", "-S", "-c", step.Test, string(settings)}, testCommand(p, args)...), nil
}

// testCommand adds what the runner needs to write its reports.
func testCommand(p *plan.Plan, args []string) []string {
	command := p.Tests.Args
	if p.Tests.Runner == plan.RunnerPytest {
		// Without its cache pytest would refuse options that many suites set.
		command = append(command[:len(command):len(command)],
			"-o", "cache_dir=/tmp/.pytest_cache", "--junitxml="+path.Join(reports, report.JUnit))
		if p.Tests.Coverage {
			command = append(command, "--cov", "--cov-report=xml:"+path.Join(reports, report.Coverage))
		}
	}
	return append(command[:len(command):len(command)], args...)
}

// testContainer gives the test command the app's services, a folder for its
// reports, and one in a cache volume for those of a failed run.
func (m *PythonPipeline) testContainer(dev *dagger.Container, p *plan.Plan, fresh string) *dagger.Container {
	ctr := withFailedVolume(dev.WithUser("0:0")).
		WithDirectory(reports, dag.Directory(), dagger.ContainerWithDirectoryOpts{Owner: owner}).
		WithEnvVariable("COVERAGE_FILE", "/tmp/.coverage").
		WithEnvVariable("HOME", "/tmp")
	ctr = withVariables(m.withServices(ctr, p, report.StepTest), p.Settings.TestEnv)
	if fresh != "" {
		ctr = ctr.WithEnvVariable("PIPELINE_FRESH", fresh)
	}
	return ctr
}

// read counts what the reports hold.
func (t *testResult) read(ctx context.Context) error {
	names, err := t.files.Entries(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		content, err := t.files.File(name).Contents(ctx)
		if err != nil {
			return err
		}
		switch name {
		case report.Coverage:
			var percent float64
			if percent, err = coverage.LineRate(strings.NewReader(content)); err == nil {
				t.coverage = &percent
			}
		case report.JUnit:
			if t.Suite, err = junit.Read(strings.NewReader(content)); err == nil {
				t.Tests = &report.Tests{Passed: t.Suite.Passed, Failed: t.Suite.Failed + t.Suite.Errors, Skipped: t.Suite.Skipped}
			}
		}
		if err != nil {
			t.Unread = fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// readPassed counts what a run printed or reports whose command ended with
// status 0.
func (t *testResult) readPassed(ctx context.Context, p *plan.Plan, ctr *dagger.Container) error {
	if err := t.read(ctx); err != nil || !p.Tests.PrintsCounts() {
		return err
	}
	said, err := ctr.Stderr(ctx)
	if err != nil {
		return err
	}
	t.Output = said
	if t.Tests == nil {
		t.Tests = unittest.Tests(said)
	}
	return nil
}
