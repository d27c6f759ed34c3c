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

// Subject begins an app's error: whose, and which step.
func (a App) Subject() string {
	if a.Step == "" {
		return a.Name
	}
	return a.Name + ": " + a.Step
}

// failure writes the block of a failed app: what failed and why, what the step printed, what to do.
func (a App) failure(text *strings.Builder, paint func(color, string) string) {
	fmt.Fprintf(text, "%s %s: %s\n", paint(red, "✗"), a.Subject(), strings.Join(lines(a.Error), "\n  "))
	for _, line := range lines(a.Output) {
		text.WriteString(strings.TrimRight("    "+line, " ") + "\n")
	}
	if a.Advice != "" {
		fmt.Fprintf(text, "  → %s\n", a.Advice)
	}
	text.WriteString("\n")
}
