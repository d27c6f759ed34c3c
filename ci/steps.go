package main

import (
	"errors"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/spans"
)

// showSteps shows the module's steps while they run: it marks their spans.
func showSteps(display *progress.Display) (*spans.Receiver, error) {
	running := map[string]*progress.Task{}
	return spans.Listen(func(span spans.Span) {
		if span.Attributes["python-pipeline.step"] == "" {
			return
		}
		task, known := running[span.ID]
		if !known {
			task = display.Start(span.Name)
			running[span.ID] = task
		}
		switch {
		case span.End.IsZero():
		case span.Failed:
			task.Fail(errors.New(span.Message))
		default:
			task.Done("")
		}
	})
}
