package report

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Fail adds a failure. A failure of several steps is added once.
func (r *Report) Fail(failure Failure) {
	if !slices.ContainsFunc(r.Failures, failure.isSame) {
		r.Failures = append(r.Failures, failure)
	}
}

// isSame reports whether two failures have one cause: the same problem in the same step or with the same output. A
// stage that two steps build may fail twice, with different output; two commands of different steps may fail with the
// same problem.
func (f Failure) isSame(other Failure) bool {
	return f.Problem == other.Problem && (f.Step == other.Step || f.Output == other.Output)
}

// String returns the problem, the output and the advice, as a person reads them.
func (f Failure) String() string {
	parts := []string{f.Problem, f.Output, f.Advice}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "\n")
}

// Settle completes the report of a run: it sorts the failures by the order of the steps, and drops those of steps that
// the engine cancelled because another one failed.
func (r *Report) Settle() {
	slices.SortStableFunc(r.Failures, func(a, b Failure) int {
		return slices.Index(Steps, a.Step) - slices.Index(Steps, b.Step)
	})
	remaining := slices.DeleteFunc(slices.Clone(r.Failures), func(f Failure) bool {
		return f.Code == CodeCanceled
	})
	if len(remaining) > 0 {
		r.Failures = remaining
	}
}

// Tail returns the end of a program's output, at most this many bytes after a line that marks the omission. It begins
// with a whole line if there is one, else with a whole character.
func Tail(text string, bytes int) string {
	text = strings.TrimSpace(text)
	cut := len(text) - bytes
	if cut <= 0 {
		return text
	}
	tail := text[cut:]
	if _, rest, found := strings.Cut(tail, "\n"); found && text[cut-1] != '\n' {
		tail = rest
	}
	for len(tail) > 0 && !utf8.RuneStart(tail[0]) {
		tail = tail[1:]
	}
	return "…\n" + tail
}
