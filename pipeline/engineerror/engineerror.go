// Package engineerror reads the errors of the engine, which come over its
// interface as text.
package engineerror

import (
	"regexp"
	"strings"
)

// trace is where the engine's own trace has an error, for its web interface.
var trace = regexp.MustCompile(`\s*\[traceparent:[0-9a-f]{32}-[0-9a-f]{16}\]`)

// Text is an error's text without the places in the engine's trace.
func Text(err error) string { return Clean(err.Error()) }

// Clean is Text for what is already text.
func Clean(text string) string { return strings.TrimSpace(trace.ReplaceAllString(text, "")) }
