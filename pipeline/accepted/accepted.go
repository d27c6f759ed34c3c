// Package accepted reads the file in which an app accepts findings of the scan.
// Trivy overlooks what it does not know in it, a misspelt day for example, and
// then accepts for ever; here that is an error.
package accepted

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
)

// A File says which findings are accepted.
type File struct {
	// Name is for messages; its extension says which format it is, as to Trivy.
	Name string
	// Text is what it holds.
	Text string
}

// An entry accepts one finding.
type entry struct {
	id        string
	line      int
	statement bool // it says why
	expires   time.Time
}

// What no such file needs, and what nobody would read.
const (
	maxBytes    = 1 << 20
	maxProblems = 50
)

// Check gives an error for a file that does not say what its author means, one
// line for each problem, and warnings of what a person should look at: findings
// that are accepted for ever, or without a reason, or not much longer.
func (f File) Check(today time.Time) (warnings []string, err error) {
	var entries []entry
	var problems []error
	yaml := path.Ext(f.Name) == ".yaml" || path.Ext(f.Name) == ".yml"
	if len(f.Text) > maxBytes {
		return nil, fmt.Errorf("%s: it is larger than %d MB; no such file needs to be", f.Name, maxBytes>>20)
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

// atLine begins a problem with its line.
func atLine(line int, format string, args ...any) error {
	return fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...))
}

// readPlain reads a list with an identifier on each line. Behind it may stand the
// day from which it counts no more; other words Trivy takes for comments.
func readPlain(text string) (entries []entry, problems []error) {
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		// No line but its own has room for a reason, so none is asked for.
		e := entry{id: words[0], line: i + 1, statement: true}
		for _, word := range words[1:] {
			day, found := strings.CutPrefix(word, "exp:")
			if !found {
				continue
			}
			var err error
			if e.expires, err = time.Parse(time.DateOnly, day); err != nil {
				problems = append(problems, atLine(e.line, "%s: %q is no day; write it like exp:2026-12-31", e.id, word))
			}
			break
		}
		entries = append(entries, e)
	}
	return entries, problems
}
