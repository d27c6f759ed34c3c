package main

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// newReport begins an app's report with its plan.
func newReport(p *plan.Plan) *report.Report {
	return &report.Report{
		Name: p.Name, Decisions: p.Decisions, Warnings: append([]string{}, p.Warnings...),
		Processes: []string{}, References: []string{}, Steps: []report.Step{}, Failures: []report.Failure{},
	}
}

// withReport adds a report to an app's files.
func withReport(files *dagger.Directory, r *report.Report) (*dagger.Directory, error) {
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, err
	}
	return files.WithNewFile(report.File, string(content)), nil
}

// A recorder collects what the steps of a run come to. Steps run at the same
// time.
type recorder struct {
	app    string
	mu     sync.Mutex
	report *report.Report
	files  *dagger.Directory
}

// step runs one step and times it. A step that was carried out and did not pass
// gives its failure; the error is for one that could not be carried out.
func (r *recorder) step(ctx context.Context, name string, run func(context.Context) (*report.Failure, error)) {
	started := time.Now()
	if err := traced(ctx, r.app, name, func(ctx context.Context) error {
		failure, err := run(ctx)
		if err == nil && failure != nil {
			err = &gateError{*failure}
		}
		return err
	}); err != nil {
		r.fail(asFailure(name, err))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Steps = append(r.report.Steps, report.Step{Name: name, Seconds: time.Since(started).Seconds()})
}

// fail notes a failure.
func (r *recorder) fail(failure report.Failure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Fail(failure)
}
