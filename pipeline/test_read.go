package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"dagger/python-pipeline/coverage"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/junit"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/unittest"
)

// readTests reads what a run of the tests left, and judges it.
func readTests(ctx context.Context, p *plan.Plan, ctr *dagger.Container, args []string) (*testResult, error) {
	result := &testResult{files: ctr.Directory(results)}
	content, err := ctr.File(outcome).Contents(ctx)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(content), &result.Outcome); err != nil {
		return nil, fmt.Errorf("%s: %w", outcome, err)
	}
	if err := result.read(ctx); err != nil {
		return nil, err
	}
	if result.Tests == nil && p.Tests.PrintsCounts() {
		result.Tests = unittest.Tests(result.Outcome.Stderr)
	}
	result.failure, result.warning = result.Judge(p, args)
	return result, nil
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
