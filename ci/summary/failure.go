package summary

import (
	"fmt"
	"strings"
)

type color string

const (
	red    color = "\x1b[31m"
	green  color = "\x1b[32m"
	yellow color = "\x1b[33m"
)

func painter(on bool) func(color, string) string {
	return func(c color, text string) string {
		if !on {
			return text
		}
		return string(c) + text + "\x1b[0m"
	}
}

func (a App) color() color {
	switch a.status() {
	case "failed":
		return red
	case "not published":
		return yellow
	}
	return green
}

// Subject begins a failure of the app: whose, and which step.
func (f Failure) Subject(app App) string {
	if f.Step == "" {
		return app.Name
	}
	return app.Name + ": " + f.Step
}

// failures writes a block for each failed step: what failed and why, what the step printed, what to do.
func (a App) failures(text *strings.Builder, paint func(color, string) string) {
	for _, f := range a.Failures {
		fmt.Fprintf(text, "%s %s: %s\n", paint(red, "✗"), f.Subject(a), strings.Join(lines(f.Error), "\n  "))
		for _, line := range lines(f.Output) {
			text.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		}
		if f.Advice != "" {
			fmt.Fprintf(text, "  → %s\n", f.Advice)
		}
		text.WriteString("\n")
	}
}
