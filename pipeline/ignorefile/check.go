// Package ignorefile checks Trivy's ignore file, in which an app lists findings
// that do not stop its image. Trivy skips text that it does not understand, such as
// a misspelt date, and then ignores the finding without an end date. This package
// reports such text as an error.
package ignorefile

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"dagger/python-pipeline/printable"
)

// A File lists findings that are ignored.
type File struct {
	// Name is for messages; its extension decides on the format, as it does for Trivy.
	Name string
	// Text is its content.
	Text string
}

// An entry ignores one finding.
type entry struct {
	id        string
	line      int
	statement bool // it has a reason
	expires   time.Time
}

// Limits of a file that is written by hand, and of an error that a person reads.
const (
	maxBytes    = 1 << 20
	maxProblems = 50
)

// Check returns an error with one line for each problem of the file, or warnings of
// entries that have no end date, no reason, or end soon.
func (f File) Check(today time.Time) (warnings []string, err error) {
	var entries []entry
	var problems []error
	yaml := path.Ext(f.Name) == ".yaml" || path.Ext(f.Name) == ".yml"
	if len(f.Text) > maxBytes {
		return nil, fmt.Errorf("%s: it is larger than %d MB; an ignore file is a short list", f.Name, maxBytes>>20)
	}
	if yaml {
		entries, problems = readYAML(f.Text)
	} else {
		entries, problems = readPlain(f.Text)
	}
	problems = problems[:min(len(problems), maxProblems)]
	for i, problem := range problems {
		problems[i] = fmt.Errorf("%s: %w", f.Name, problem)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	for _, warning := range warningsOf(entries, yaml, today) {
		warnings = append(warnings, f.Name+": "+warning)
	}
	return warnings, nil
}

// atLine is a problem that begins with its line.
func atLine(line int, format string, args ...any) error {
	return fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...))
}

// readPlain reads a list with an identifier on each line, and an optional end date
// after it. Trivy treats other words as comments.
func readPlain(text string) (entries []entry, problems []error) {
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		// The format has no place for a reason, so there is no warning of a missing one.
		e := entry{id: words[0], line: i + 1, statement: true}
		for _, word := range words[1:] {
			day, found := strings.CutPrefix(word, "exp:")
			if !found {
				continue
			}
			var err error
			if e.expires, err = time.Parse(time.DateOnly, day); err != nil {
				problems = append(problems, atLine(e.line, "%s: %q is not a valid date; write it like exp:2026-12-31", e.id, word))
			}
			break
		}
		entries = append(entries, e)
	}
	return entries, problems
}

// soon is how long before its end date an entry causes a warning.
const soon = 14 * 24 * time.Hour

// maxNamed is how many entries a warning names.
const maxNamed = 5

// warningsOf lists a warning for each kind of problem. It names dates instead of
// counting days, so that a file causes the same text on many days.
func warningsOf(entries []entry, yaml bool, today time.Time) []string {
	var endless, unexplained, ending, expired []string
	for _, e := range entries {
		place := fmt.Sprintf("%s (line %d)", e.id, e.line)
		until := fmt.Sprintf("%s on %s (line %d)", e.id, e.expires.Format(time.DateOnly), e.line)
		switch left := e.expires.Sub(today); {
		case e.expires.IsZero():
			endless = append(endless, place)
		case left < 0:
			expired = append(expired, until)
		case left <= soon:
			ending = append(ending, until)
		}
		if !e.statement {
			unexplained = append(unexplained, place)
		}
	}
	date := "expired_at"
	if !yaml {
		date = "exp:2026-12-31"
	}
	var warnings []string
	for _, w := range []struct {
		entries []string
		text    string
	}{
		{endless, "ignored without an end: %s; give each a date with " + date},
		{unexplained, "ignored without a reason: %s; give each a statement"},
		{ending, "soon no longer ignored: %s; update the packages that have them, or review the entries"},
		{expired, "no longer ignored: %s; remove the entries"},
	} {
		if len(w.entries) > 0 {
			warnings = append(warnings, fmt.Sprintf(w.text, printable.First(maxNamed, w.entries)))
		}
	}
	return warnings
}
