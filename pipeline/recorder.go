package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
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

// step runs one step and times it.
func (r *recorder) step(ctx context.Context, name string, run func(context.Context) error) {
	started := time.Now()
	if err := traced(ctx, r.app, name, run); err != nil {
		failure := asFailure(name, err)
		r.fail(&failure)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Steps = append(r.report.Steps, report.Step{Name: name, Seconds: time.Since(started).Seconds()})
}

// dropCanceled forgets steps that the engine gave up because another failed:
// they have nothing to say.
func (r *recorder) dropCanceled() {
	own := slices.DeleteFunc(slices.Clone(r.report.Failures), func(f report.Failure) bool {
		return strings.Contains(f.Problem, context.Canceled.Error())
	})
	if len(own) > 0 {
		r.report.Failures = own
	}
}

// fail notes a failure. What failed for several steps is noted once.
func (r *recorder) fail(failure *report.Failure) {
	if failure == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, known := range r.report.Failures {
		if known.Problem == failure.Problem {
			return
		}
	}
	r.report.Failures = append(r.report.Failures, *failure)
}
