package spans

import (
	"net/http"
	"net/url"
	"testing"

	trace "go.opentelemetry.io/proto/otlp/trace/v1"
)

// Other users of the machine reach the port, but do not know the path.
func TestStrangersShowNothing(t *testing.T) {
	t.Parallel()
	receiver, received := start(t)
	endpoint, err := url.Parse(receiver.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	step := encode(t, &trace.Span{Name: "not a step of this run"})
	for _, path := range []string{"", "/", endpoint.Path + "A"} {
		stranger := &Receiver{endpoint: "http://" + endpoint.Host + path}
		if status := post(t, stranger, "/v1/traces", step); status != http.StatusNotFound {
			t.Errorf("%q: status %d", path, status)
		}
	}
	if len(*received) > 0 {
		t.Errorf("it shows %v", *received)
	}
	if status := post(t, receiver, "/v1/traces", step); status != http.StatusOK || len(*received) != 1 {
		t.Errorf("status %d, received %v", status, *received)
	}
}
