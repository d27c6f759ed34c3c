package spans

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	logs "go.opentelemetry.io/proto/otlp/logs/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// limits of one request, in bytes. Exporters send batches of some hundred kB; a gzip bomb must not exhaust the memory.
type limits struct{ body, unpacked int64 }

func (r *Receiver) traces(w http.ResponseWriter, request *http.Request) {
	// TracesData has the wire format of the collector's request, whose package would bring gRPC along.
	var data trace.TracesData
	if !r.decode(w, request, &data) {
		return
	}
	var received []Span
	for _, resource := range data.GetResourceSpans() {
		for _, scope := range resource.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				received = append(received, newSpan(span))
			}
		}
	}
	call(r, func(h Handler) func(Span) { return h.Span }, received)
	accept(w)
}

func (r *Receiver) logs(w http.ResponseWriter, request *http.Request) {
	var data logs.LogsData
	if !r.decode(w, request, &data) {
		return
	}
	var received []Log
	for _, resource := range data.GetResourceLogs() {
		for _, scope := range resource.GetScopeLogs() {
			for _, record := range scope.GetLogRecords() {
				received = append(received, newLog(record))
			}
		}
	}
	call(r, func(h Handler) func(Log) { return h.Log }, received)
	accept(w)
}

// decode reads the message of a request; if it returns false, it has sent the answer.
func (r *Receiver) decode(w http.ResponseWriter, request *http.Request, message proto.Message) bool {
	if kind, _, err := mime.ParseMediaType(request.Header.Get("Content-Type")); err != nil || kind != "application/x-protobuf" {
		http.Error(w, "content type: not application/x-protobuf; export with the protocol http/protobuf", http.StatusUnsupportedMediaType)
		return false
	}
	body, status, err := r.read(w, request)
	if err != nil {
		http.Error(w, err.Error(), status)
		return false
	}
	if err := proto.Unmarshal(body, message); err != nil {
		http.Error(w, "body: "+err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func (r *Receiver) drop(w http.ResponseWriter, request *http.Request) {
	// The connection serves the next request only if the body was read.
	if _, err := io.Copy(io.Discard, http.MaxBytesReader(w, request.Body, r.limits.body)); err != nil {
		http.Error(w, "body: "+err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	accept(w)
}

// accept answers with an empty message, which in protobuf has no bytes: all records were accepted.
func accept(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/x-protobuf")
	w.WriteHeader(http.StatusOK)
}

// read returns the unpacked body, or an error and the HTTP status for it.
func (r *Receiver) read(w http.ResponseWriter, request *http.Request) ([]byte, int, error) {
	packed := http.MaxBytesReader(w, request.Body, r.limits.body)
	var body io.Reader = packed
	switch encoding := request.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
	case "gzip":
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			return nil, http.StatusBadRequest, fmt.Errorf("body: %w", err)
		}
		body = unpacked
	default:
		return nil, http.StatusUnsupportedMediaType, fmt.Errorf("content encoding: %q is not gzip", encoding)
	}
	content, err := io.ReadAll(io.LimitReader(body, r.limits.unpacked+1))
	if _, long := errors.AsType[*http.MaxBytesError](err); long || int64(len(content)) > r.limits.unpacked {
		return nil, http.StatusRequestEntityTooLarge, fmt.Errorf("body: larger than %d bytes, or %d unpacked", r.limits.body, r.limits.unpacked)
	}
	if err != nil {
		return nil, http.StatusBadRequest, fmt.Errorf("body: %w", err)
	}
	return content, http.StatusOK, nil
}
