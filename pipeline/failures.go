package main

import (
	"errors"

	"dagger/python-pipeline/failure"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
)

// Why a step failed.
type Failure struct {
	// Step that failed, such as test.
	Step string
	// What failed, in one sentence.
	Problem string
	// End of the failed program's output, or the findings.
	Output string
	// What to do.
	Advice string
}

// failures returns a report's failures for the result of a function.
func failures(r *report.Report) []*Failure {
	all := []*Failure{}
	for _, f := range r.Failures {
		all = append(all, &Failure{Step: f.Step, Problem: f.Problem, Output: f.Output, Advice: f.Advice})
	}
	return all
}

// A gateError is the failure of a step that ran to its end: it stops the image.
type gateError struct{ failure report.Failure }

// Error returns the whole failure, because a caller of one function sees nothing else.
func (e *gateError) Error() string { return e.failure.String() }

// explain describes an error for a caller of one function: what failed, the end of its output, and what to do. It does
// not wrap the error, because then the engine would report only the text of its own error.
func explain(step string, err error) error {
	if err == nil {
		return nil
	}
	return &gateError{asFailure(step, err)}
}

// asFailure describes why a step failed.
func asFailure(step string, err error) report.Failure {
	var gate *gateError
	if errors.As(err, &gate) {
		return gate.failure
	}
	var failed *dagger.ExecError
	if errors.As(err, &failed) {
		return failure.OfProgram(step, failure.Program{Command: failed.Cmd, Status: failed.ExitCode, Stdout: failed.Stdout, Stderr: failed.Stderr})
	}
	return failure.OfEngine(step, err)
}
