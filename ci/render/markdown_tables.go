package render

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

// markdownScans writes a table of the scans' findings and databases.
func markdownScans(text *strings.Builder, s summary.Summary) {
	title := "\n| findings | critical | high | medium | low | unknown | database |\n| --- | --: | --: | --: | --: | --: | --- |\n"
	for _, app := range s.Apps {
		if app.Scan == nil {
			continue
		}
		text.WriteString(title)
		title = ""
		fmt.Fprintf(text, "| %s |", prose(app.Name))
		for _, severity := range finding.Severities {
			fmt.Fprintf(text, " %d |", app.Scan.Counts[severity])
		}
		fmt.Fprintf(text, " %s |\n", prose(describe(app.Scan.Database)))
	}
}

const (
	shownTests   = 20  // of an app; so many tests mostly fail for one reason
	shownMessage = 300 // characters of a test's message
)

// markdownTests writes a table of the failed tests: output is cut at its beginning, but the first failure is the most useful.
func markdownTests(text *strings.Builder, a summary.App) {
	failed := a.FailedTests()
	if len(failed) == 0 {
		return
	}
	text.WriteString("\n| failed test | message |\n| --- | --- |\n")
	for i, test := range failed {
		if i == shownTests {
			fmt.Fprintf(text, "\n… and %d more in junit.xml\n", len(failed)-shownTests)
			break
		}
		fmt.Fprintf(text, "| %s | %s |\n", prose(title(test)), prose(shorten(test.Message)))
	}
}

// title returns the test's name and the place of its failure.
func title(t report.FailedTest) string {
	switch {
	case t.File == "":
		return t.Name
	case t.Line == 0:
		return fmt.Sprintf("%s (%s)", t.Name, t.File)
	}
	return fmt.Sprintf("%s (%s:%d)", t.Name, t.File, t.Line)
}

// shorten keeps the beginning of a message, which says what was compared.
func shorten(message string) string {
	if runes := []rune(message); len(runes) > shownMessage {
		return string(runes[:shownMessage]) + "…"
	}
	return message
}
