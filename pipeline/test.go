package main

import (
	"context"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/testresult"
)

// reports is where the test command writes its files, results are those of them
// that are taken, and outcome says how the command ended.
const (
	reports = "/reports"
	results = "/results"
	outcome = "/outcome.json"
)

// Runs the tests; a failed one is an error that shows the failure.
//
// It gives junit.xml and, when pytest-cov is among the requirements,
// coverage.xml.
//
// +check
// +cache="session"
func (m *PythonPipeline) Test(
	ctx context.Context,
	// Further arguments for the test command, such as "-k name".
	// +optional
	args []string,
) (*dagger.Directory, error) {
	m, p, err := m.begin(ctx)
	if err != nil {
		return nil, err
	}
	result, err := m.runTests(ctx, p, args)
	if err != nil {
		return nil, explained(report.StepTest, err)
	}
	if result.failure != nil {
		return nil, &gateError{*result.failure}
	}
	return result.files, nil
}

// Runs the tests; a failed one is in the report, and no error.
//
// It gives what test gives, and report.json, which says what failed.
//
// +cache="session"
func (m *PythonPipeline) TestReport(
	ctx context.Context,
	// Further arguments for the test command, such as "-k name".
	// +optional
	args []string,
) (*dagger.Directory, error) {
	m, p, err := m.begin(ctx)
	if err != nil {
		return nil, err
	}
	result, err := m.runTests(ctx, p, args)
	if err != nil {
		return nil, explained(report.StepTest, err)
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
}

// enter writes into a report what the run counted and warns of; its failure is
// its step's.
func (t *testResult) enter(r *report.Report) {
	r.Tests, r.Coverage = t.Tests, t.coverage
	if t.warning != "" {
		r.Warnings = append(r.Warnings, t.warning)
	}
}
