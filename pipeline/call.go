package main

import (
	"context"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// The engine keeps what a function gave, and gives it again for equal arguments
// and an equal source, for up to a week and after a restart. What it is equal to
// is the call that made the object, not what is in the object: the day of today
// must not come into it in New. So every function says in its comment how long its
// result may be kept:
//
//   - not at all ("never"): it acts on the world outside, as publish does;
//   - for its session ("session"): it depends on the day, and need not be told it;
//   - as long as the engine likes, which is the default: all that it depends on are
//     its arguments.

// stage builds a stage for a caller of its function.
func (m *PythonPipeline) stage(ctx context.Context, build func(context.Context, *PythonPipeline, *plan.Plan) (*dagger.Container, error)) (*dagger.Container, error) {
	app, p, err := m.begin(ctx)
	if err != nil {
		return nil, err
	}
	ctr, err := build(ctx, app, p)
	if err == nil {
		// Now, since a caller could not explain an error that comes later.
		ctr, err = ctr.Sync(ctx)
	}
	return ctr, explained(report.StepBuild, err)
}

// explained is an error as a caller of one function reads it: what failed, how
// its output ended, and what to do. Of an error that wraps one of its own the
// engine would hand on its own words alone.
func explained(step string, err error) error {
	if err == nil {
		return nil
	}
	return &gateError{asFailure(step, err)}
}
