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

// Handler gets what arrives. Its functions are called one after the other, never two at a time; what they do delays the
// exporter, not the engine. One that is nil wants nothing.
type Handler struct {
	Span func(Span) // gets every span that arrives
	Log  func(Log)  // gets what programs print
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
	// Every user of the machine reaches the port; only who is told the path can show steps.
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

// Endpoint returns the base address, such as http://127.0.0.1:41234/SECRET; /v1/traces is below it.
func (r *Receiver) Endpoint() string { return r.endpoint }

// Env returns the variables, as NAME=value, that make Dagger's programs export their spans here, each when it starts and
// again when it ends, and, where the handler wants them, their logs. They have no effect on a process that sets
// OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, which ranks higher.
func (r *Receiver) Env() []string {
	variables := []string{
		"OTEL_EXPORTER_OTLP_ENDPOINT=" + r.Endpoint(),
		"OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
		"OTEL_EXPORTER_OTLP_TRACES_LIVE=1",
	}
	if r.handler.Log != nil {
		// Dagger does not take it from the address of everything.
		variables = append(variables, "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT="+r.Endpoint()+"/v1/logs")
	}
	return variables
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
	r.handler = Handler{}
	return err
}

// call runs a function of the handler, if it has it, on each of what arrived. It is chosen under the lock: a closed
// receiver has none.
func call[T any](r *Receiver, choose func(Handler) func(T), received []T) {
	r.calls.Lock()
	defer r.calls.Unlock()
	if handle := choose(r.handler); handle != nil {
		for _, one := range received {
			handle(one)
		}
	}
}
