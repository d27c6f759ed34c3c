package summary

import (
	"fmt"
	"strings"
)

// markdownScans says what the scans found, and what they know.
func (s Summary) markdownScans(text *strings.Builder) {
	title := "\n| findings | critical | high | medium | low | unknown | database |\n| --- | --: | --: | --: | --: | --: | --- |\n"
	for _, app := range s.Apps {
		if app.Scan == nil {
			continue
		}
		text.WriteString(title)
		title = ""
		fmt.Fprintf(text, "| %s | %d | %d | %d | %d | %d | %s |\n", prose(app.Name),
			app.Scan.Critical, app.Scan.High, app.Scan.Medium, app.Scan.Low, app.Scan.Unknown, prose(app.Scan.Database.String()))
	}
}

const (
	shownTests   = 20  // of an app; after so many they mostly fail for one reason
	shownMessage = 300 // characters of a test's message
)

// markdownTests lists the failed tests, for output is cut at its beginning and the first one tells most.
func (a App) markdownTests(text *strings.Builder) {
	if len(a.FailedTests) == 0 {
		return
	}
	text.WriteString("\n| failed test | message |\n| --- | --- |\n")
	for i, test := range a.FailedTests {
		if i == shownTests {
			fmt.Fprintf(text, "\n… and %d more in junit.xml\n", len(a.FailedTests)-shownTests)
			break
		}
		fmt.Fprintf(text, "| %s | %s |\n", prose(test.title()), prose(shorten(test.Message)))
	}
}

// title is the test's name and where it failed.
func (t FailedTest) title() string {
	switch {
	case t.File == "":
		return t.Name
	case t.Line == 0:
		return fmt.Sprintf("%s (%s)", t.Name, t.File)
	}
	return fmt.Sprintf("%s (%s:%d)", t.Name, t.File, t.Line)
}

// shorten keeps the beginning of a message: what was compared with what.
func shorten(message string) string {
	if runes := []rune(message); len(runes) > shownMessage {
		return string(runes[:shownMessage]) + "…"
	}
	return message
}
