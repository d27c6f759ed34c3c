// Package spans receives the OpenTelemetry spans and logs of a Dagger session: what the engine does, and what programs
// print, while they do it. Progress is made of them, so that no text meant for people has to be parsed.
package spans

import (
	"encoding/hex"
	"math"
	"time"

	trace "go.opentelemetry.io/proto/otlp/trace/v1"
)

// Span is one operation. The same span arrives several times: when it starts, perhaps while it runs, and when it has
// ended; what arrives later replaces what came before.
type Span struct {
	ID         string            // hexadecimal, 16 digits
	Parent     string            // ID of the span that caused it, "" for a root
	Links      []string          // IDs of the spans that it is to be seen with; nil for none
	Name       string            // as the engine or the module named it
	End        time.Time         // when it ended, zero while it runs
	Attributes map[string]string // of those that are no text the value is ""; never nil
	Failed     bool              // its status is an error
	Message    string            // of the status; may be "" for a failed span too
}

func newSpan(span *trace.Span) Span {
	end := moment(span.GetEndTimeUnixNano())
	if end.Before(moment(span.GetStartTimeUnixNano())) {
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
		Links:      links,
		ID:         hex.EncodeToString(span.GetSpanId()),
		Parent:     hex.EncodeToString(span.GetParentSpanId()),
		Name:       span.GetName(),
		End:        end,
		Attributes: attributes,
		Failed:     span.GetStatus().GetCode() == trace.Status_STATUS_CODE_ERROR,
		Message:    span.GetStatus().GetMessage(),
	}
}

// moment takes a number beyond the range as none: exporters turn Go's zero time into a negative number of nanoseconds,
// and that into an unsigned one.
func moment(nanoseconds uint64) time.Time {
	if nanoseconds == 0 || nanoseconds > math.MaxInt64 {
		return time.Time{}
	}
	return time.Unix(0, int64(nanoseconds)).UTC()
}
