package spans

import (
	"encoding/hex"

	logs "go.opentelemetry.io/proto/otlp/logs/v1"
)

// Log is a piece of what a program printed: any number of lines, or a part of one.
type Log struct {
	Span string // ID of the span that the program ran for
	Text string // as it was printed, line breaks included
}

func newLog(record *logs.LogRecord) Log {
	return Log{Span: hex.EncodeToString(record.GetSpanId()), Text: record.GetBody().GetStringValue()}
}
