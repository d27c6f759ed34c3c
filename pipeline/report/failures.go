package report

import (
	"context"
	"slices"
	"strings"
)

// Fail notes a failure. What failed for several steps is noted once.
func (r *Report) Fail(failure Failure) {
	for _, known := range r.Failures {
		if known.Problem == failure.Problem {
			return
		}
	}
	r.Failures = append(r.Failures, failure)
}

// Settle ends a run: it puts the failures into the order of the steps, however
// long each took, and forgets steps that the engine gave up because another
// failed: they have nothing to say.
func (r *Report) Settle() {
	slices.SortStableFunc(r.Failures, func(a, b Failure) int {
		return slices.Index(Steps, a.Step) - slices.Index(Steps, b.Step)
	})
	own := slices.DeleteFunc(slices.Clone(r.Failures), func(f Failure) bool {
		return strings.Contains(f.Problem, context.Canceled.Error())
	})
	if len(own) > 0 {
		r.Failures = own
	}
}
