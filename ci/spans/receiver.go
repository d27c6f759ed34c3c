package spans

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Receiver is an OTLP/HTTP endpoint on the loopback interface.
type Receiver struct {
	address string
	server  *http.Server
	limits  limits
	handler func(Span)
	calls   sync.Mutex
}

// Listen starts a receiver on a free port and passes each span that arrives to handler, one after the other, never two
// at a time. What handler does delays the exporter, not the engine.
func Listen(handler func(Span)) (*Receiver, error) {
	return listen(handler, limits{body: 16 << 20, unpacked: 64 << 20})
}

func listen(handler func(Span), limits limits) (*Receiver, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("receiver of spans: %w; the loopback interface must be up", err)
	}
	r := &Receiver{address: listener.Addr().String(), limits: limits, handler: handler}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/traces", r.traces)
	// An exporter that finds no endpoint for logs or metrics fills the screen with complaints.
	mux.HandleFunc("POST /v1/logs", r.drop)
	mux.HandleFunc("POST /v1/metrics", r.drop)
	r.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute}
	go r.server.Serve(listener)
	return r, nil
}

// Endpoint returns the base address, such as http://127.0.0.1:41234; /v1/traces is below it.
func (r *Receiver) Endpoint() string { return "http://" + r.address }

// Env returns the variables, as NAME=value, that make Dagger's programs export their spans here, each when it starts and
// again when it ends. They have no effect on a process that sets OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, which ranks higher.
func (r *Receiver) Env() []string {
	return []string{
		"OTEL_EXPORTER_OTLP_ENDPOINT=" + r.Endpoint(),
		"OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
		"OTEL_EXPORTER_OTLP_TRACES_LIVE=1",
	}
}

// Close waits a short while for requests under way, then stops the receiver; handler is not called after it returns.
func (r *Receiver) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	err := r.server.Shutdown(ctx)
	if err != nil {
		err = r.server.Close()
	}
	r.calls.Lock()
	defer r.calls.Unlock()
	r.handler = func(Span) {}
	return err
}

func (r *Receiver) pass(received []Span) {
	r.calls.Lock()
	defer r.calls.Unlock()
	for _, span := range received {
		r.handler(span)
	}
}
