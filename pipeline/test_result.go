package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/testresult"
)

// The result of the tests.
type TestResult struct {
	// Tests that passed.
	Passed int
	// Tests that failed, errors included.
	Failed int
	// Tests that did not run.
	Skipped int
	// Why the tests stop the image; none if they do not.
	Failures []*Failure
	// The tests' part of the report of a run, as JSON.
	Report *dagger.File
	// +private
	Files *dagger.Directory
}

// newTestResult converts a test run to the result of a function.
func newTestResult(r *report.Report, files *dagger.Directory) (*TestResult, error) {
	all, err := withReport(files, r)
	if err != nil {
		return nil, err
	}
	result := &TestResult{Failures: failures(r), Report: all.File(report.File), Files: files}
	if r.Tests != nil {
		result.Passed, result.Failed, result.Skipped = r.Tests.Passed, r.Tests.Failed, r.Tests.Skipped
	}
	return result, nil
}

// Report of the tests, in the JUnit format.
func (r *TestResult) Junit(ctx context.Context) (*dagger.File, error) {
	return r.file(ctx, report.JUnit, "pytest and the test command of Django do")
}

// Report of the coverage, in the Cobertura format.
func (r *TestResult) Coverage(ctx context.Context) (*dagger.File, error) {
	return r.file(ctx, report.Coverage, "pytest does when pytest-cov is among the requirements")
}

// file returns a report, or an error if the test command did not write it.
func (r *TestResult) file(ctx context.Context, name, writers string) (*dagger.File, error) {
	exists, err := r.Files.Exists(ctx, name)
	if err != nil {
		return nil, err
	}
	if !exists {
		return nil, fmt.Errorf("%s: the test command did not write it; %s", name, writers)
	}
	return r.Files.File(name), nil
}

type testResult struct {
	testresult.Run
	files    *dagger.Directory
	coverage *float64
	warning  string // of a run that passed
	failure  *report.Failure
}

// addTo adds the result to a report, without the failure, which is the step's.
func (t *testResult) addTo(r *report.Report) {
	r.Tests, r.Coverage = t.Tests, t.coverage
	if t.warning != "" {
		r.Warnings = append(r.Warnings, t.warning)
	}
}

// readTests reads the outcome and the reports of a run of the tests, and judges it.
func readTests(ctx context.Context, p *plan.Plan, ctr *dagger.Container, args []string) (*testResult, error) {
	result := &testResult{files: ctr.Directory(scripts.Results)}
	content, err := ctr.File(scripts.Outcome).Contents(ctx)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(content), &result.Outcome); err != nil {
		return nil, fmt.Errorf("%s: %w", scripts.Outcome, err)
	}
	if err := result.readReports(ctx); err != nil {
		return nil, err
	}
	if result.Tests == nil && (p.Tests.PrintsCounts() || p.Tests.Runner == plan.RunnerCommand) {
		result.Tests = testresult.ReadUnittest(result.Outcome.Stderr)
	}
	result.failure, result.warning = result.Judge(p, args)
	return result, nil
}

// readReports counts the tests and the coverage of the reports.
func (t *testResult) readReports(ctx context.Context) error {
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
			if percent, err = testresult.ReadCobertura(strings.NewReader(content)); err == nil {
				t.coverage = &percent
			}
		case report.JUnit:
			t.JUnit, err = testresult.ReadJUnit(strings.NewReader(content))
			t.Tests = t.JUnit
		}
		if err != nil {
			t.Unread = fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
