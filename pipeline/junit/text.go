package junit

import (
	"fmt"
	"strings"
)

// Summary says in one line what failed: how many, and the first by name.
func (r *Report) Summary() string {
	failed := r.Failed + r.Errors
	if failed == 0 || len(r.Failures) == 0 {
		return fmt.Sprintf("%d tests, none failed", r.Total())
	}
	more := ""
	if failed > 1 {
		more = fmt.Sprintf(" and %d more", failed-1)
	}
	return fmt.Sprintf("%d of %d tests failed: %s%s", failed, r.Total(), r.Failures[0].FullName(), more)
}

// Details is what each failed test itself said.
func (r *Report) Details() string {
	var text strings.Builder
	for _, failure := range r.Failures {
		said := failure.Text
		if said == "" {
			said = failure.Message
		}
		fmt.Fprintf(&text, "%s\n%s\n\n", failure.FullName(), strings.TrimSpace(said))
	}
	return strings.TrimSpace(text.String())
}

// FullName is the name with that of the module or class.
func (f Failure) FullName() string {
	if f.Class == "" {
		return f.Name
	}
	return f.Class + "." + f.Name
}
