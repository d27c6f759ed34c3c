// Package registry limits the time and the memory that requests to a container registry may take, and reads references.
package registry

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// Limits are the limits of requests to a registry.
type Limits struct {
	Time   time.Duration // of all requests together, repetitions included
	Answer time.Duration // until an answer begins
	Bytes  int64         // of an answer
}

// Documents are the limits for manifests and lists of tags.
var Documents = Limits{Time: 30 * time.Second, Answer: 20 * time.Second, Bytes: 16 << 20}

// Options returns the options of requests within the limits, and a function that closes their connections. Without a user name
// the machine's own logins are used. A request is repeated after a temporary failure, as all requests only read.
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

// bounded is a transport that limits the length of an answer.
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

// Read implements io.Reader. It reads one byte more than the limit, to tell an answer of just that length from a longer one.
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

// ParsePublished reads a reference with tag and digest, such as ghcr.io/acme/shop:1.2@sha256:…, for which the library has no type.
func ParsePublished(reference string) (name.Tag, name.Digest, error) {
	digest, err := name.NewDigest(reference)
	if err != nil {
		return name.Tag{}, name.Digest{}, err
	}
	tag, err := name.NewTag(strings.TrimSuffix(reference, "@"+digest.DigestStr()), name.StrictValidation)
	return tag, digest, err
}
