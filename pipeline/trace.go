package main

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
)

// traced shows a piece of work in the trace, where ci finds it by its
// attributes and shows it while it runs. A failure's problem is its status.
func traced(ctx context.Context, app, name string, run func(context.Context) error) error {
	ctx, span := Tracer().Start(ctx, app+": "+name, trace.WithAttributes(
		attribute.String(report.TraceApp, app),
		attribute.String(report.TraceStep, name)))
	defer span.End()
	err := run(ctx)
	// What is given up because something else failed is no failure.
	if err != nil && ctx.Err() == nil {
		span.SetStatus(codes.Error, asFailure(name, err).Problem)
	}
	return err
}

// named names a service in the trace, by which ci tells what it prints from what
// others print.
func named(ctx context.Context, name string, service *dagger.Service) *dagger.Service {
	_, span := Tracer().Start(ctx, name, trace.WithAttributes(attribute.String(report.TraceService, name)))
	span.End()
	return service
}
