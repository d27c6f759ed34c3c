// Package engineerror reads the errors of the engine, which arrive as text.
package engineerror

import (
	"regexp"
	"strings"
)

// traceReference matches the reference to the engine's own trace, which the engine
// adds to an error for its web interface.
var traceReference = regexp.MustCompile(`\s*\[traceparent:[0-9a-f]{32}-[0-9a-f]{16}\]`)

// Text returns an error's text without references to the engine's trace.
func Text(err error) string { return Clean(err.Error()) }

// Clean is Text for an error that is text already.
func Clean(text string) string { return strings.TrimSpace(traceReference.ReplaceAllString(text, "")) }
