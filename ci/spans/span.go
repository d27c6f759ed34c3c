// Package spans receives the OpenTelemetry spans and logs of a Dagger session while the session runs: the steps of the engine
// and the output of programs. The progress display uses them, so that no text meant for people has to be parsed.
package spans

import (
	"encoding/hex"
	"math"
	"time"

	logs "go.opentelemetry.io/proto/otlp/logs/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
)

// Span is one operation. It arrives several times: when it starts, perhaps while it runs, and when it has ended. Each time
// replaces the one before.
type Span struct {
	ID         string            // hexadecimal, 16 digits
	Parent     string            // ID of the span that caused it, "" for a root
	Links      []string          // IDs of related spans; nil for none
	Name       string            // the name that the engine or the module gave it
	End        time.Time         // when it ended, zero while it runs
	Attributes map[string]string // never nil; a value that is not text is ""
	Failed     bool              // its status is an error
	Message    string            // of the status; may be "" for a failed span too
}

func newSpan(span *trace.Span) Span {
	end := timeOf(span.GetEndTimeUnixNano())
	if end.Before(timeOf(span.GetStartTimeUnixNano())) {
		end = time.Time{}
	}
	attributes := make(map[string]string, len(span.GetAttributes()))
	for _, attribute := range span.GetAttributes() {
		attributes[attribute.GetKey()] = attribute.GetValue().GetStringValue()
	}
	var links []string
	for _, link := range span.GetLinks() {
		links = append(links, hex.EncodeToString(link.GetSpanId()))
	}
	return Span{
		ID: hex.EncodeToString(span.GetSpanId()), Parent: hex.EncodeToString(span.GetParentSpanId()), Links: links,
		Name: span.GetName(), End: end, Attributes: attributes,
		Failed: span.GetStatus().GetCode() == trace.Status_STATUS_CODE_ERROR, Message: span.GetStatus().GetMessage(),
	}
}

// timeOf converts nanoseconds since 1970. A number out of range is the zero time: exporters convert Go's zero time to a
// negative number of nanoseconds, and that to an unsigned one.
func timeOf(nanoseconds uint64) time.Time {
	if nanoseconds == 0 || nanoseconds > math.MaxInt64 {
		return time.Time{}
	}
	return time.Unix(0, int64(nanoseconds)).UTC()
}

// Log is a piece of a program's output: any number of lines, or a part of one.
type Log struct {
	Span string // ID of the span that the program ran for
	Text string // as it was printed, line breaks included
}

func newLog(record *logs.LogRecord) Log {
	return Log{Span: hex.EncodeToString(record.GetSpanId()), Text: record.GetBody().GetStringValue()}
}
