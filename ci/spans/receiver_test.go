package spans

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	logs "go.opentelemetry.io/proto/otlp/logs/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

var small = limits{body: 1000, unpacked: 4000}

// start opens a receiver and collects the spans that it passes on; they may be read after the answer to a request.
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
		"plain":                   {path: "/v1/traces", body: body, status: 200, names: []string{"first", "second"}},
		"gzip":                    {path: "/v1/traces", body: pack(t, body), header: []string{"Content-Encoding", "gzip"}, status: 200, names: []string{"first", "second"}},
		"no spans":                {path: "/v1/traces", status: 200},
		"not a message of logs":   {path: "/v1/logs", body: []byte("anything"), status: 400},
		"metrics are dropped":     {path: "/v1/metrics", body: []byte("anything"), status: 200},
		"not a protobuf message":  {path: "/v1/traces", body: []byte("nonsense"), status: 400},
		"not gzip data":           {path: "/v1/traces", body: body, header: []string{"Content-Encoding", "gzip"}, status: 400},
		"gzip data that is cut":   {path: "/v1/traces", body: pack(t, body)[:20], header: []string{"Content-Encoding", "gzip"}, status: 400},
		"another encoding":        {path: "/v1/traces", body: body, header: []string{"Content-Encoding", "zstd"}, status: 415},
		"JSON":                    {path: "/v1/traces", body: []byte("{}"), header: []string{"Content-Type", "application/json"}, status: 415},
		"too large":               {path: "/v1/traces", body: make([]byte, small.body+1), status: 413},
		"too large when unpacked": {path: "/v1/traces", body: pack(t, make([]byte, small.unpacked+1)), header: []string{"Content-Encoding", "gzip"}, status: 413},
		"a log that is too large": {path: "/v1/logs", body: make([]byte, small.body+1), status: 413},
		"another endpoint":        {path: "/v1/profiles", status: 404},
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

// The output of a service arrives with the ID of its span. Without a function for logs none are requested, and those that
// arrive are dropped.
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

	withoutLogs, _ := start(t)
	if status := post(t, withoutLogs, "/v1/logs", body); status != 200 {
		t.Errorf("status %d, want 200", status)
	}
	if slices.ContainsFunc(withoutLogs.Env(), func(v string) bool { return strings.Contains(v, "LOGS") }) {
		t.Errorf("logs are requested: %v", withoutLogs.Env())
	}
}
