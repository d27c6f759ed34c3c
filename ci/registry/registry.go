// Package registry bounds what a container registry may take of this program:
// time, and memory for its answers.
package registry

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// Limits are what the requests to a registry may take.
type Limits struct {
	// Time is for all requests with their repetitions.
	Time time.Duration
	// Answer is the time until an answer begins.
	Answer time.Duration
	// Bytes are the length of an answer.
	Bytes int64
}

// Documents are the limits for manifests and lists of tags.
var Documents = Limits{Time: 30 * time.Second, Answer: 20 * time.Second, Bytes: 16 << 20}

// Options are those of requests within the limits. Without a user name the
// machine's own logins serve. The function releases what the requests hold.
//
// A request that fails for a moment is repeated: all of them only read.
func (l Limits) Options(ctx context.Context, username, password string) ([]remote.Option, func()) {
	ctx, cancel := context.WithTimeoutCause(ctx, l.Time, fmt.Errorf("the registry did not answer in full within %s", l.Time))
	transport := remote.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = l.Answer
	login := remote.WithAuthFromKeychain(authn.DefaultKeychain)
	if username != "" {
		login = remote.WithAuth(&authn.Basic{Username: username, Password: password})
	}
	return []remote.Option{login, remote.WithContext(ctx), remote.WithTransport(bounded{transport, l.Bytes})}, func() {
		cancel()
		transport.CloseIdleConnections()
	}
}

// bounded is a transport whose answers have at most so many bytes.
type bounded struct {
	http.RoundTripper
	bytes int64
}

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(request)
	if err == nil {
		response.Body = &boundedBody{ReadCloser: response.Body, limit: b.bytes, left: b.bytes}
	}
	return response, err
}

type boundedBody struct {
	io.ReadCloser
	limit, left int64
}

// Read implements io.Reader. It reads one byte more than allowed, to tell an
// answer that ends there from a longer one.
func (b *boundedBody) Read(into []byte) (int, error) {
	if int64(len(into)) > b.left+1 {
		into = into[:b.left+1]
	}
	count, err := b.ReadCloser.Read(into)
	b.left -= int64(count)
	if b.left < 0 {
		return 0, fmt.Errorf("the registry's answer has more than %d bytes", b.limit)
	}
	return count, err
}
