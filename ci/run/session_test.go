package run

import (
	"strings"
	"testing"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/spans"
)

// A step has the reason of its failed stage too: it is shown once.
func TestShowSteps(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ step, want string }{
		"a step":               {report.StepSmoke, "✗ shop: smoke  0.0s\n  it did not answer\n"},
		"a stage":              {report.StageDev, "✗ shop: dev stage  0.0s\n"},
		"none of the module's": {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var shown strings.Builder
			display := progress.New(&shown, progress.Options{})
			show := ShowSteps(display)
			span := spans.Span{ID: "1", Name: "shop: " + test.step, Attributes: map[string]string{report.TraceStep: test.step}}
			show(span)
			span.End, span.Failed, span.Message = time.Now(), true, "it did not answer"
			show(span)
			display.Close()
			if shown.String() != test.want {
				t.Errorf("got %q, want %q", shown.String(), test.want)
			}
		})
	}
}
