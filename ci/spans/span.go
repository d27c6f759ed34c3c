// Package spans receives the OpenTelemetry spans and logs of a Dagger session: what the engine does, and what programs
// print, while they do it. Progress is made of them, so that no text meant for people has to be parsed.
package spans

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"time"

	common "go.opentelemetry.io/proto/otlp/common/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
)

// Span is one operation. The same span arrives several times: when it starts, perhaps while it runs, and when it has
// ended; TraceID and ID together tell which one it is, and what arrives later replaces what came before.
type Span struct {
	TraceID    string            // hexadecimal, 32 digits
	ID         string            // hexadecimal, 16 digits
	Parent     string            // ID of the span that caused it, "" for a root
	Name       string            // as the engine or the module named it
	Start      time.Time         // when it began
	End        time.Time         // when it ended, zero while it runs
	Attributes map[string]string // values as text, lists separated by commas; never nil
	Failed     bool              // its status is an error
	Message    string            // of the status; may be "" for a failed span too
}

func newSpan(span *trace.Span) Span {
	start, end := moment(span.GetStartTimeUnixNano()), moment(span.GetEndTimeUnixNano())
	if end.Before(start) {
		end = time.Time{}
	}
	attributes := make(map[string]string, len(span.GetAttributes()))
	for _, attribute := range span.GetAttributes() {
		attributes[attribute.GetKey()] = text(attribute.GetValue())
	}
	return Span{
		TraceID:    hex.EncodeToString(span.GetTraceId()),
		ID:         hex.EncodeToString(span.GetSpanId()),
		Parent:     hex.EncodeToString(span.GetParentSpanId()),
		Name:       span.GetName(),
		Start:      start,
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

func text(value *common.AnyValue) string {
	switch value := value.GetValue().(type) {
	case *common.AnyValue_StringValue:
		return value.StringValue
	case *common.AnyValue_BoolValue:
		return strconv.FormatBool(value.BoolValue)
	case *common.AnyValue_IntValue:
		return strconv.FormatInt(value.IntValue, 10)
	case *common.AnyValue_DoubleValue:
		return strconv.FormatFloat(value.DoubleValue, 'g', -1, 64)
	case *common.AnyValue_BytesValue:
		return hex.EncodeToString(value.BytesValue)
	case *common.AnyValue_ArrayValue:
		var entries []string
		for _, entry := range value.ArrayValue.GetValues() {
			entries = append(entries, text(entry))
		}
		return strings.Join(entries, ",")
	case *common.AnyValue_KvlistValue:
		var entries []string
		for _, entry := range value.KvlistValue.GetValues() {
			entries = append(entries, entry.GetKey()+"="+text(entry.GetValue()))
		}
		return strings.Join(entries, ",")
	}
	return ""
}
