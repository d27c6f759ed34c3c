package summary

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"dagger/python-pipeline/report"
)

// Markdown writes the result for a CI job's page: the verdict, the tables, then a section for each failure.
func (s Summary) Markdown(w io.Writer) error {
	var text strings.Builder
	mark := "✅"
	if !s.OK {
		mark = "❌"
	}
	fmt.Fprintf(&text, "### %s %s\n", mark, s.verdict())
	if len(s.Apps) > 0 {
		s.markdownTable(&text)
	}
	s.markdownScans(&text)
	s.markdownNotes(&text)
	for _, app := range s.Apps {
		app.markdownFailures(&text)
	}
	if s.Error != "" {
		fmt.Fprintf(&text, "\n%s\n", fenced(lines(s.Error)))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (a App) markdownFailures(text *strings.Builder) {
	for _, f := range a.Failures {
		fmt.Fprintf(text, "\n#### ❌ %s\n\n%s\n", prose(f.Subject(a)), fenced(lines(f.Error)))
		if f.Step == report.StepTest {
			a.markdownTests(text)
		}
		if output := lines(f.Output); output != nil {
			fmt.Fprintf(text, "\n<details open><summary>output</summary>\n\n%s\n\n</details>\n", fenced(output))
		}
		if f.Advice != "" {
			fmt.Fprintf(text, "\n→ %s\n", prose(f.Advice))
		}
	}
}

func (s Summary) markdownTable(text *strings.Builder) {
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
		place := prose(app.place())
		if app.Reference != "" && !strings.ContainsAny(app.place(), "`|\r\n") {
			place = "`" + app.place() + "`"
		}
		fmt.Fprintf(text, "| %s | %s |\n", strings.Join(cells, " | "), place)
	}
}

func (s Summary) markdownNotes(text *strings.Builder) {
	var notes []string
	for _, app := range s.Apps {
		for _, warning := range app.Warnings {
			notes = append(notes, app.Name+": "+warning)
		}
	}
	for _, database := range s.databases() {
		if database.doubtful() {
			notes = append(notes, "vulnerability database: "+database.String())
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

// prose makes one line of a text and takes away what its characters mean to Markdown.
func prose(text string) string {
	return special.ReplaceAllString(strings.Join(lines(text), " "), `\$0`)
}

// fenced makes a block of code whose fence is longer than any in it: a test's output cannot leave it.
func fenced(code []string) string {
	text := strings.Join(code, "\n")
	fence := "```"
	for _, found := range backticks.FindAllString(text, -1) {
		fence = strings.Repeat("`", max(len(fence), len(found)+1))
	}
	return fence + "text\n" + text + "\n" + fence
}
