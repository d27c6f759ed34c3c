package spans

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	logs "go.opentelemetry.io/proto/otlp/logs/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

var small = limits{body: 1000, unpacked: 4000}

// start opens a receiver that collects what it passes on; received is read after the answer to a request.
func start(t *testing.T) (receiver *Receiver, received *[]Span) {
	t.Helper()
	received = new([]Span)
	receiver, err := listen(Handler{Span: func(span Span) { *received = append(*received, span) }}, small)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := receiver.Close(); err != nil {
			t.Error(err)
		}
	})
	return receiver, received
}

// post sends a body and returns the status of the answer.
func post(t *testing.T, receiver *Receiver, path string, body []byte, header ...string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, receiver.Endpoint()+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-protobuf")
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

func encode(t *testing.T, spans ...*trace.Span) []byte {
	t.Helper()
	body, err := proto.Marshal(&trace.TracesData{ResourceSpans: []*trace.ResourceSpans{{ScopeSpans: []*trace.ScopeSpans{{Spans: spans}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func pack(t *testing.T, content []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

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

func TestRequests(t *testing.T) {
	t.Parallel()
	body := encode(t, &trace.Span{Name: "first"}, &trace.Span{Name: "second"})
	tests := map[string]struct {
		path   string
		body   []byte
		header []string
		status int
		names  []string
	}{
		"plain":                    {path: "/v1/traces", body: body, status: 200, names: []string{"first", "second"}},
		"gzip":                     {path: "/v1/traces", body: pack(t, body), header: []string{"Content-Encoding", "gzip"}, status: 200, names: []string{"first", "second"}},
		"no spans":                 {path: "/v1/traces", status: 200},
		"no message of logs":       {path: "/v1/logs", body: []byte("anything"), status: 400},
		"metrics are dropped":      {path: "/v1/metrics", body: []byte("anything"), status: 200},
		"no protobuf message":      {path: "/v1/traces", body: []byte("nonsense"), status: 400},
		"no gzip data":             {path: "/v1/traces", body: body, header: []string{"Content-Encoding", "gzip"}, status: 400},
		"gzip data that is cut":    {path: "/v1/traces", body: pack(t, body)[:20], header: []string{"Content-Encoding", "gzip"}, status: 400},
		"another encoding":         {path: "/v1/traces", body: body, header: []string{"Content-Encoding", "zstd"}, status: 415},
		"JSON":                     {path: "/v1/traces", body: []byte("{}"), header: []string{"Content-Type", "application/json"}, status: 415},
		"too large":                {path: "/v1/traces", body: make([]byte, small.body+1), status: 413},
		"too large when unpacked":  {path: "/v1/traces", body: pack(t, make([]byte, small.unpacked+1)), header: []string{"Content-Encoding", "gzip"}, status: 413},
		"a log that is too large":  {path: "/v1/logs", body: make([]byte, small.body+1), status: 413},
		"an endpoint nobody needs": {path: "/v1/profiles", status: 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			receiver, received := start(t)
			if status := post(t, receiver, test.path, test.body, test.header...); status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			var names []string
			for _, span := range *received {
				names = append(names, span.Name)
			}
			if diff := cmp.Diff(test.names, names); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

func TestHandlerIsNeverCalledTwiceAtATime(t *testing.T) {
	t.Parallel()
	receiver, received := start(t) // appends without a lock: the race detector watches
	var posts sync.WaitGroup
	for range 20 {
		posts.Go(func() { post(t, receiver, "/v1/traces", encode(t, &trace.Span{Name: "span"})) })
	}
	posts.Wait()
	if len(*received) != 20 {
		t.Errorf("%d spans, want 20", len(*received))
	}
}

func TestEnv(t *testing.T) {
	t.Parallel()
	receiver, _ := start(t)
	if !strings.HasPrefix(receiver.Endpoint(), "http://127.0.0.1:") {
		t.Errorf("endpoint %s is not on the loopback interface", receiver.Endpoint())
	}
	want := []string{
		"OTEL_EXPORTER_OTLP_ENDPOINT=" + receiver.Endpoint(),
		"OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
		"OTEL_EXPORTER_OTLP_TRACES_LIVE=1",
	}
	if diff := cmp.Diff(want, receiver.Env()); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	receiver, err := Listen(Handler{})
	if err != nil {
		t.Fatal(err)
	}
	if err := receiver.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := http.Post(receiver.Endpoint()+"/v1/traces", "application/x-protobuf", nil); err == nil {
		t.Error("the receiver still answers")
	}
}

// What services print arrives by its span. Without a function for it nothing is asked for, and what comes is dropped.
func TestLogs(t *testing.T) {
	t.Parallel()
	body, err := proto.Marshal(&logs.LogsData{ResourceLogs: []*logs.ResourceLogs{{ScopeLogs: []*logs.ScopeLogs{{LogRecords: []*logs.LogRecord{
		{SpanId: []byte{1, 2, 3, 4, 5, 6, 7, 8}, Body: &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: "ready\nlisten"}}},
	}}}}}})
	if err != nil {
		t.Fatal(err)
	}
	var received []Log
	receiver, err := Listen(Handler{Log: func(l Log) { received = append(received, l) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { receiver.Close() })
	if status := post(t, receiver, "/v1/logs", body); status != 200 {
		t.Errorf("status %d, want 200", status)
	}
	if diff := cmp.Diff([]Log{{Span: "0102030405060708", Text: "ready\nlisten"}}, received); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	if wanted := "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=" + receiver.Endpoint() + "/v1/logs"; !slices.Contains(receiver.Env(), wanted) {
		t.Errorf("no %s in %v", wanted, receiver.Env())
	}

	indifferent, _ := start(t)
	if status := post(t, indifferent, "/v1/logs", body); status != 200 {
		t.Errorf("status %d, want 200", status)
	}
	if slices.ContainsFunc(indifferent.Env(), func(v string) bool { return strings.Contains(v, "LOGS") }) {
		t.Errorf("logs are asked for: %v", indifferent.Env())
	}
}
