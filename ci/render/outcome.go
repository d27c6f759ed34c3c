package render

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/summary"
)

// status returns the outcome of an app in a word or two.
func status(a summary.App) string {
	switch {
	case a.Failed():
		return "failed"
	case a.NotPublished != "":
		return "not published"
	case len(a.References) > 0:
		return "published"
	}
	return "passed"
}

func colorOf(a summary.App) progress.Color {
	switch status(a) {
	case "failed":
		return progress.Red
	case "not published":
		return progress.Yellow
	}
	return progress.Green
}

// place returns the reference to pull the image, its digest, or the reason why it was not published; "" without an image.
func place(a summary.App) string {
	switch {
	case len(a.References) > 0:
		return a.References[0]
	case a.NotPublished != "" && !a.Failed():
		return "not published: " + a.NotPublished
	case a.Image != nil && !a.Failed():
		return a.Image.Digest
	}
	return ""
}

// Subject returns the app and the step of a failure.
func Subject(app summary.App, f report.Failure) string {
	if f.Step == "" {
		return app.Name
	}
	return app.Name + ": " + f.Step
}

// verdict returns the result of a run in one line.
func verdict(s summary.Summary) string {
	failed := 0
	for _, app := range s.Apps {
		if app.Failed() {
			failed++
		}
	}
	text := plural(len(s.Apps), "app") + " passed"
	if failed > 0 {
		text = fmt.Sprintf("%d of %s failed", failed, plural(len(s.Apps), "app"))
	} else if !s.OK {
		text = "run failed"
	}
	engine := strings.TrimSpace(s.Engine.Kind + " engine " + s.Engine.Version)
	if s.Engine.Kind == "" {
		engine = "no engine"
	}
	return fmt.Sprintf("%s in %s (%s)", text, seconds(s.Seconds), engine)
}
