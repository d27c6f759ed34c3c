package main

import (
	"errors"
	"slices"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/spans"
)

// showSteps gives the handler of spans that shows the module's steps while they
// run: it marks their spans. A stage that fails leaves the reason to the step it
// belongs to.
func showSteps(display *progress.Display) func(spans.Span) {
	running := map[string]*progress.Task{}
	return func(span spans.Span) {
		step := span.Attributes[report.TraceStep]
		if step == "" {
			return
		}
		task, known := running[span.ID]
		if !known {
			task = display.Start(span.Name)
			running[span.ID] = task
		}
		switch {
		case span.End.IsZero():
		case span.Failed && slices.Contains(report.Stages, step):
			task.Fail(nil)
		case span.Failed:
			task.Fail(errors.New(span.Message))
		default:
			task.Done("")
		}
	}
}
