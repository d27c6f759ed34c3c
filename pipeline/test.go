package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"dagger/python-pipeline/coverage"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/junit"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/step"
	"dagger/python-pipeline/unittest"
)

// reports is where the test command writes its files.
const reports = "/reports"

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
	files    *dagger.Directory
	tests    *report.Tests
	suite    *junit.Report // nil when the command writes no JUnit report
	coverage *float64
	warning  string // of a run that passed
	failure  *report.Failure
}

// enter writes into a report what the run counted and warns of; its failure is
// its step's.
func (t *testResult) enter(r *report.Report) {
	r.Tests, r.Coverage = t.tests, t.coverage
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
	id, err := m.reportID(ctx, args)
	if err != nil {
		return nil, err
	}
	ctr, err := m.testContainer(dev, p, id).
		WithExec(append([]string{"sh", "-c", step.Test, "test"}, testCommand(p, args)...)).
		Sync(ctx)
	var failed *dagger.ExecError
	switch {
	case err == nil:
		result := &testResult{files: ctr.Directory(reports)}
		if err := result.read(ctx); err != nil {
			return nil, err
		}
		return result, result.count(ctx, p, ctr)
	case !errors.As(err, &failed):
		return nil, err
	case !ran(failed, step.Test):
		return nil, err
	}
	result := &testResult{files: m.failedReports(p, id)}
	if err := result.read(ctx); err != nil {
		result.files = dag.Directory() // there still is the output
	}
	if result.tests == nil && p.Tests.PrintsCounts() {
		result.tests = unittest.Tests(failed.Stderr)
	}
	result.failure = testFailure(result, failed)
	return result, nil
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
func (m *PythonPipeline) testContainer(dev *dagger.Container, p *plan.Plan, id string) *dagger.Container {
	ctr := withFailedVolume(dev).
		WithDirectory(reports, dag.Directory(), dagger.ContainerWithDirectoryOpts{Owner: owner}).
		WithEnvVariable("REPORT_ID", id).
		WithEnvVariable("COVERAGE_FILE", "/tmp/.coverage").
		WithEnvVariable("HOME", "/tmp")
	ctr = withVariables(m.withServices(ctr, p, report.StepTest), p.Settings.TestEnv)
	if m.Fresh != "" {
		ctr = ctr.WithEnvVariable("PIPELINE_FRESH", m.Fresh)
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
		if name != report.JUnit && name != report.Coverage {
			continue
		}
		content, err := t.files.File(name).Contents(ctx)
		if err != nil {
			return err
		}
		if name == report.Coverage {
			percent, err := coverage.LineRate(strings.NewReader(content))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			t.coverage = &percent
			continue
		}
		suite, err := junit.Read(strings.NewReader(content))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		t.suite = suite
		t.tests = &report.Tests{Passed: suite.Passed, Failed: suite.Failed + suite.Errors, Skipped: suite.Skipped}
	}
	return nil
}

// count takes the counts from what a runner without a report printed, and has a
// word on a run without tests.
func (t *testResult) count(ctx context.Context, p *plan.Plan, ctr *dagger.Container) error {
	if t.tests != nil || !p.Tests.PrintsCounts() {
		return nil
	}
	said, err := ctr.Stderr(ctx)
	if err != nil {
		return err
	}
	if t.tests = unittest.Tests(said); t.tests != nil && t.tests.Total() == 0 {
		t.tests = nil
		t.failure, t.warning = report.Untested(p)
	}
	return nil
}
