package render

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

// Markdown writes the result for a CI job's page: the verdict, the tables, then a section for each failure.
func Markdown(w io.Writer, s summary.Summary) error {
	var text strings.Builder
	mark := "✅"
	if !s.OK {
		mark = "❌"
	}
	fmt.Fprintf(&text, "### %s %s\n", mark, verdict(s))
	if len(s.Apps) > 0 {
		markdownTable(&text, s)
	}
	markdownScans(&text, s)
	markdownNotes(&text, s)
	for _, app := range s.Apps {
		markdownFailures(&text, app)
	}
	if s.Error != "" {
		fmt.Fprintf(&text, "\n%s\n", fenced(lines(s.Error)))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func markdownFailures(text *strings.Builder, a summary.App) {
	for _, f := range a.Failures {
		fmt.Fprintf(text, "\n#### ❌ %s\n\n%s\n", prose(Subject(a, f)), fenced(lines(f.Problem)))
		if f.Step == report.StepTest {
			markdownTests(text, a)
		}
		if output := lines(f.Output); output != nil {
			fmt.Fprintf(text, "\n<details open><summary>output</summary>\n\n%s\n\n</details>\n", fenced(output))
		}
		if f.Advice != "" {
			fmt.Fprintf(text, "\n→ %s\n", prose(f.Advice))
		}
	}
}

func markdownTable(text *strings.Builder, s summary.Summary) {
	var titles, rule []string
	for _, c := range columns {
		titles = append(titles, c.title)
		alignment := "---"
		if c.right {
			alignment = "--:"
		}
		rule = append(rule, alignment)
	}
	fmt.Fprintf(text, "\n| %s | reference |\n| %s | --- |\n", strings.Join(titles, " | "), strings.Join(rule, " | "))
	for _, app := range s.Apps {
		var cells []string
		for _, c := range columns {
			cells = append(cells, prose(c.cell(app)))
		}
		shown := prose(place(app))
		if len(app.References) > 0 && !strings.ContainsAny(place(app), "`|\r\n") {
			shown = "`" + place(app) + "`"
		}
		fmt.Fprintf(text, "| %s | %s |\n", strings.Join(cells, " | "), shown)
	}
}

func markdownNotes(text *strings.Builder, s summary.Summary) {
	var notes []string
	for _, app := range s.Apps {
		for _, warning := range app.Warnings {
			notes = append(notes, app.Name+": "+warning)
		}
	}
	for _, database := range databases(s) {
		if isDoubtful(database) {
			notes = append(notes, "vulnerability database: "+describe(database))
		}
	}
	if len(s.Engine.StandIns) > 0 {
		notes = append(notes, "stand-ins used in place of the public images: "+strings.Join(s.Engine.StandIns, ", "))
	}
	for i, note := range notes {
		if i == 0 {
			text.WriteString("\n")
		}
		fmt.Fprintf(text, "- ⚠️ %s\n", prose(note))
	}
}

var (
	special   = regexp.MustCompile("[\\\\`*_|<>\\[\\]#]")
	backticks = regexp.MustCompile("`{3,}")
)

// prose makes one line of a text and escapes Markdown's special characters.
func prose(text string) string {
	return special.ReplaceAllString(strings.Join(lines(text), " "), `\$0`)
}

// fenced makes a block of code. Its fence is longer than any fence in the code, so that a test's output cannot end it.
func fenced(code []string) string {
	text := strings.Join(code, "\n")
	fence := "```"
	for _, found := range backticks.FindAllString(text, -1) {
		fence = strings.Repeat("`", max(len(fence), len(found)+1))
	}
	return fence + "text\n" + text + "\n" + fence
}
