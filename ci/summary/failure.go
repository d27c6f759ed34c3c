package summary

import (
	"fmt"
	"strings"

	"python-pipeline/ci/progress"
)

func painter(on bool) func(progress.Color, string) string {
	return func(c progress.Color, text string) string {
		if !on {
			return text
		}
		return c.Paint(text)
	}
}

func (a App) color() progress.Color {
	switch a.status() {
	case "failed":
		return progress.Red
	case "not published":
		return progress.Yellow
	}
	return progress.Green
}

// Subject begins a failure of the app: whose, and which step.
func (f Failure) Subject(app App) string {
	if f.Step == "" {
		return app.Name
	}
	return app.Name + ": " + f.Step
}

// failures writes a block for each failed step: what failed and why, what the step printed, what to do.
func (a App) failures(text *strings.Builder, paint func(progress.Color, string) string) {
	for _, f := range a.Failures {
		fmt.Fprintf(text, "%s %s: %s\n", paint(progress.Red, "✗"), f.Subject(a), strings.Join(lines(f.Error), "\n  "))
		for _, line := range lines(f.Output) {
			text.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		}
		if f.Advice != "" {
			fmt.Fprintf(text, "  → %s\n", f.Advice)
		}
		text.WriteString("\n")
	}
}
