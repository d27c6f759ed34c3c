package main

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// newReport begins an app's report with the decisions and warnings of its plan.
func newReport(p *plan.Plan) *report.Report {
	r := report.New(p.Name)
	r.Decisions = append(r.Decisions, p.Decisions...)
	r.Warnings = append(r.Warnings, p.Warnings...)
	return r
}

// withReport adds a report to an app's files.
func withReport(files *dagger.Directory, r *report.Report) (*dagger.Directory, error) {
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, err
	}
	return files.WithNewFile(report.File, string(content)), nil
}

// A recorder collects the results of the steps of a run, which run at the same time.
type recorder struct {
	app    string
	mu     sync.Mutex
	report *report.Report
	files  *dagger.Directory
}

// A stepFunc runs one step. It returns a failure if the step ran and did not pass, and an error if it could not run.
type stepFunc func(context.Context) (*report.Failure, error)

// step runs one step and measures its time.
func (r *recorder) step(ctx context.Context, name string, run stepFunc) {
	started := time.Now()
	if err := withSpan(ctx, r.app, name, func(ctx context.Context) error {
		failure, err := run(ctx)
		if err == nil && failure != nil {
			err = &gateError{*failure}
		}
		return err
	}); err != nil {
		r.fail(asFailure(name, err))
	}
	step := report.Step{Name: name, Seconds: time.Since(started).Seconds()}
	r.add(nil, func(r *report.Report) { r.Steps = append(r.Steps, step) })
}

// fail adds a failure to the report.
func (r *recorder) fail(failure report.Failure) {
	r.add(nil, func(r *report.Report) { r.Fail(failure) })
}

// add lets a step change the report and adds its files, nil for none.
func (r *recorder) add(files *dagger.Directory, change func(*report.Report)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(r.report)
	if files != nil {
		r.files = r.files.WithDirectory("/", files)
	}
}

// withSpan adds a call to the trace, where ci finds it by its attributes and shows it while it runs. The status of the
// span is the failure's problem.
func withSpan(ctx context.Context, app, name string, run func(context.Context) error) error {
	ctx, span := Tracer().Start(ctx, app+": "+name, trace.WithAttributes(
		attribute.String(report.TraceApp, app), attribute.String(report.TraceStep, name)))
	defer span.End()
	err := run(ctx)
	// A call that is cancelled because another one failed is not a failure itself.
	if err != nil && ctx.Err() == nil {
		span.SetStatus(codes.Error, asFailure(name, err).Problem)
	}
	return err
}

// nameService adds a service's name to the trace, by which ci finds the service's output.
func nameService(ctx context.Context, name string, service *dagger.Service) *dagger.Service {
	_, span := Tracer().Start(ctx, name, trace.WithAttributes(attribute.String(report.TraceService, name)))
	span.End()
	return service
}
