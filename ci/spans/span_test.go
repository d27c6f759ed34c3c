package spans

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
)

func TestSpans(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	at := func(seconds int) uint64 { return uint64(began.Add(time.Duration(seconds) * time.Second).UnixNano()) }
	zeroTime := time.Time{}.UnixNano()
	tests := map[string]struct {
		span *trace.Span
		want Span
	}{
		"running": {
			&trace.Span{SpanId: []byte{0xab}, Name: "test", StartTimeUnixNano: at(0)},
			Span{ID: "ab", Name: "test"},
		},
		"running, its end Go's zero time": {
			&trace.Span{Name: "test", StartTimeUnixNano: at(0), EndTimeUnixNano: uint64(zeroTime)},
			Span{Name: "test"},
		},
		"running, its end before its start": {
			&trace.Span{Name: "test", StartTimeUnixNano: at(5), EndTimeUnixNano: at(1)},
			Span{Name: "test"},
		},
		"ended": {
			&trace.Span{SpanId: []byte{2}, ParentSpanId: []byte{1}, Name: "scan", StartTimeUnixNano: at(0), EndTimeUnixNano: at(3), Status: &trace.Status{Code: trace.Status_STATUS_CODE_OK}},
			Span{ID: "02", Parent: "01", Name: "scan", End: began.Add(3 * time.Second)},
		},
		"failed": {
			&trace.Span{Name: "test", StartTimeUnixNano: at(0), EndTimeUnixNano: at(1), Status: &trace.Status{Code: trace.Status_STATUS_CODE_ERROR, Message: "exit code: 1"}},
			Span{Name: "test", End: began.Add(time.Second), Failed: true, Message: "exit code: 1"},
		},
		"attributes": {
			&trace.Span{Name: "exec", StartTimeUnixNano: at(0), Attributes: []*common.KeyValue{
				{Key: "text", Value: &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: "python -m pytest"}}},
				{Key: "number", Value: &common.AnyValue{Value: &common.AnyValue_IntValue{IntValue: -7}}},
				{Key: "nothing"},
			}},
			Span{Name: "exec", Attributes: map[string]string{"text": "python -m pytest", "number": "", "nothing": ""}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			receiver, received := start(t)
			if status := post(t, receiver, "/v1/traces", encode(t, test.span)); status != http.StatusOK {
				t.Fatalf("status %d", status)
			}
			if test.want.Attributes == nil {
				test.want.Attributes = map[string]string{}
			}
			if diff := cmp.Diff([]Span{test.want}, *received); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}
