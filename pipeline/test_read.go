package main

import (
	"context"
	"fmt"
	"strings"

	"dagger/python-pipeline/coverage"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/junit"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/unittest"
)

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
