// Package render writes the result of a run for people: a table for a terminal, Markdown for a CI job's page.
package render

import (
	"fmt"
	"io"
	"os"
	"strings"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/summary"
)

// Terminal returns the width of a file's terminal, 0 for none, and whether it shows colour.
func Terminal(file *os.File, noColor bool) (width int, color bool) {
	options := progress.For(file)
	width, _ = options.Size()
	return width, options.Color && !noColor
}

// Table writes the result for people: a row for each app with the place of its image below, then the warnings, the failures
// with advice, and a last line with the verdict. width is the terminal's (0: no limit); references and the output of tools
// are never cut or broken, so that they can be copied.
func Table(w io.Writer, s summary.Summary, color bool, width int) error {
	var text strings.Builder
	paint := painter(color)
	if len(s.Apps) > 0 {
		writeRows(&text, s.Apps, paint, width)
		text.WriteString("\n")
	}
	for _, app := range s.Apps {
		for _, warning := range app.Warnings {
			fmt.Fprintf(&text, "%s %s: %s\n", paint(progress.Yellow, "!"), app.Name, strings.Join(lines(warning), "\n  "))
		}
	}
	for _, app := range s.Apps {
		writeFailures(&text, app, paint)
	}
	if s.Error != "" {
		fmt.Fprintf(&text, "%s %s\n", paint(progress.Red, "✗"), strings.Join(lines(s.Error), "\n  "))
	}
	for _, database := range databases(s) {
		sign := "·"
		if isDoubtful(database) {
			sign = paint(progress.Yellow, "!")
		}
		fmt.Fprintf(&text, "%s vulnerability database: %s\n", sign, describe(database))
	}
	if len(s.Engine.StandIns) > 0 {
		fmt.Fprintf(&text, "%s stand-ins used in place of the public images: %s\n", paint(progress.Yellow, "!"), strings.Join(s.Engine.StandIns, ", "))
	}
	mark := paint(progress.Green, "✓")
	if !s.OK {
		mark = paint(progress.Red, "✗")
	}
	fmt.Fprintf(&text, "%s %s\n", mark, verdict(s))
	_, err := io.WriteString(w, text.String())
	return err
}

// writeFailures writes a block for each failed step: the problem, the step's output and the advice.
func writeFailures(text *strings.Builder, a summary.App, paint func(progress.Color, string) string) {
	for _, f := range a.Failures {
		fmt.Fprintf(text, "%s %s: %s\n", paint(progress.Red, "✗"), Subject(a, f), strings.Join(lines(f.Problem), "\n  "))
		for _, line := range lines(f.Output) {
			text.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		}
		if f.Advice != "" {
			fmt.Fprintf(text, "  → %s\n", f.Advice)
		}
		text.WriteString("\n")
	}
}

func painter(on bool) func(progress.Color, string) string {
	return func(c progress.Color, text string) string {
		if !on {
			return text
		}
		return c.Paint(text)
	}
}
