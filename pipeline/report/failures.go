package report

import (
	"context"
	"slices"
	"strings"
)

// Fail notes a failure. What failed for several steps is noted once; two that
// only have the same words for it are two.
func (r *Report) Fail(failure Failure) {
	if !slices.ContainsFunc(r.Failures, failure.same) {
		r.Failures = append(r.Failures, failure)
	}
}

// same tells whether two failures are one. A stage that two steps build may have
// failed twice, and not have said quite the same each time.
func (f Failure) same(other Failure) bool {
	return f.Problem == other.Problem && (f.Step == other.Step || f.Output == other.Output)
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
