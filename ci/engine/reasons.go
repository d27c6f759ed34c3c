package engine

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/engineerror"
)

// retryLater adds to a reason after how many hours the runtime is tried again. Only joinReasons shows it.
type retryLater struct {
	error
	hours int
}

func (r retryLater) Unwrap() error { return r.error }

// joinReasons shortens reasons to one line.
func joinReasons(reasons []error) string {
	var lines []string
	for _, reason := range reasons {
		line := shorten(reason.Error())
		if r, is := errors.AsType[retryLater](reason); is {
			line += fmt.Sprintf(" (tried again after %dh)", r.hours)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

var (
	// errorLine matches the line in which Dagger's client or a runtime's program prints its error.
	errorLine = regexp.MustCompile(`(?m)(?:^|: )Error: (.+)$`)
	// outputLine matches a line of a program that Dagger's client ran.
	outputLine = regexp.MustCompile(`(?m)s\] \| (.+)$`)
	// colorCode matches a terminal's code for a colour.
	colorCode = regexp.MustCompile(`\x1b\[[0-9;]*m`)
)

// shorten returns the first line of a reason. When the reason contains a
// program's whole output, the error line of that output replaces it.
func shorten(reason string) string {
	reason = engineerror.Clean(colorCode.ReplaceAllString(reason, ""))
	first, _, _ := strings.Cut(reason, "\n")
	why := lastMatch(errorLine, reason)
	if why == "" {
		return strings.TrimSuffix(first, ":")
	}
	// The client ran another program that failed: its last line has the cause.
	if line := lastMatch(outputLine, reason); line != "" && strings.Contains(why, "exit status") {
		why += ": " + line
	}
	subject, _, _ := strings.Cut(first, ":")
	return subject + ": " + why
}

// lastMatch returns the first group of a pattern's last match, or "".
func lastMatch(pattern *regexp.Regexp, text string) string {
	matches := pattern.FindAllStringSubmatch(text, -1)
	if len(matches) == 0 {
		return ""
	}
	return matches[len(matches)-1][1]
}
