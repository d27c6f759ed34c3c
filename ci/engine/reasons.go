package engine

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/engineerror"
)

// again adds to a reason when it is looked into again. Only the line that names
// the engine says so.
type again struct {
	error
	hours int
}

func (a again) Unwrap() error { return a.error }

// oneLine puts reasons in short.
func oneLine(reasons []error) string {
	var lines []string
	for _, reason := range reasons {
		line := cause(reason.Error())
		if a, is := errors.AsType[again](reason); is {
			line += fmt.Sprintf(" (tried again after %dh)", a.hours)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

var (
	// said is the line with which Dagger's client, or a runtime's program, says why
	// it failed.
	said = regexp.MustCompile(`(?m)(?:^|: )Error: (.+)$`)
	// printed is a line of a program that Dagger's client called.
	printed = regexp.MustCompile(`(?m)s\] \| (.+)$`)
	// color is a code that colours text.
	color = regexp.MustCompile(`\x1b\[[0-9;]*m`)
)

// cause is a reason's first line. Where a program says why among what it printed
// while it worked, that stands in the place of all it printed.
func cause(reason string) string {
	reason = engineerror.Clean(color.ReplaceAllString(reason, ""))
	first, _, _ := strings.Cut(reason, "\n")
	why := last(said, reason)
	if why == "" {
		return strings.TrimSuffix(first, ":")
	}
	// Another program failed, and was the last one to print anything.
	if words := last(printed, reason); words != "" && strings.Contains(why, "exit status") {
		why += ": " + words
	}
	subject, _, _ := strings.Cut(first, ":")
	return subject + ": " + why
}

// last is what the last match of a pattern holds, "" for none.
func last(pattern *regexp.Regexp, text string) string {
	matches := pattern.FindAllStringSubmatch(text, -1)
	if len(matches) == 0 {
		return ""
	}
	return matches[len(matches)-1][1]
}
