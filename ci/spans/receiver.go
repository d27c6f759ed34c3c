package spans

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Handler has the functions for the records that arrive. They are called one after the other, never two at a time; the time
// they take delays the exporter, not the engine. Records without a function are dropped.
type Handler struct {
	Span func(Span) // for every span
	Log  func(Log)  // for the output of programs
}

// Receiver is an OTLP/HTTP endpoint on the loopback interface.
type Receiver struct {
	endpoint string
	server   *http.Server
	limits   limits
	handler  Handler
	calls    sync.Mutex
}

// Listen starts a receiver on a free port.
func Listen(handler Handler) (*Receiver, error) {
	return listen(handler, limits{body: 16 << 20, unpacked: 64 << 20})
}

func listen(handler Handler, limits limits) (*Receiver, error) {
	// Every user of the machine reaches the port; the random path keeps them from sending spans.
	path := rand.Text()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("receiver of spans: %w; the loopback interface must be up", err)
	}
	r := &Receiver{endpoint: "http://" + listener.Addr().String() + "/" + path, limits: limits, handler: handler}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /"+path+"/v1/traces", r.traces)
	mux.HandleFunc("POST /"+path+"/v1/logs", r.logs)
	// An exporter that finds no endpoint for metrics fills the screen with complaints.
	mux.HandleFunc("POST /"+path+"/v1/metrics", r.drop)
	r.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute}
	go r.server.Serve(listener)
	return r, nil
}

// Endpoint returns the base address, such as http://127.0.0.1:41234/SECRET.
func (r *Receiver) Endpoint() string { return r.endpoint }

// Env returns the variables, as NAME=value, that make Dagger's programs export their spans here, each when it starts and
// again when it ends, and their logs if the handler has a function for them. OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, if set,
// overrides them.
func (r *Receiver) Env() []string {
	variables := []string{
		"OTEL_EXPORTER_OTLP_ENDPOINT=" + r.Endpoint(),
		"OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
		"OTEL_EXPORTER_OTLP_TRACES_LIVE=1",
	}
	if r.handler.Log != nil {
		// Dagger does not derive the address of logs from OTEL_EXPORTER_OTLP_ENDPOINT.
		variables = append(variables, "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT="+r.Endpoint()+"/v1/logs")
	}
	return variables
}

// Close waits a short while for current requests, then stops the receiver. The handler is not called after it returns.
func (r *Receiver) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	err := r.server.Shutdown(ctx)
	if err != nil {
		err = r.server.Close()
	}
	r.calls.Lock()
	defer r.calls.Unlock()
	r.handler = Handler{}
	return err
}

// call passes each record to the function that choose returns. It calls choose under the lock, because Close removes the
// functions.
func call[T any](r *Receiver, choose func(Handler) func(T), records []T) {
	r.calls.Lock()
	defer r.calls.Unlock()
	if handle := choose(r.handler); handle != nil {
		for _, record := range records {
			handle(record)
		}
	}
}
