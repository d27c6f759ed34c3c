package image

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"python-pipeline/ci/registry"
)

// Tags lists the tags of a repository; one that does not exist has none. Without
// a user name the machine's own logins serve.
func Tags(ctx context.Context, repository, username, password string) ([]string, error) {
	return tags(ctx, repository, username, password, registry.Documents)
}

func tags(ctx context.Context, repository, username, password string, limits registry.Limits) ([]string, error) {
	parsed, err := name.NewRepository(repository)
	if err != nil {
		return nil, err
	}
	options, done := limits.Options(ctx, username, password)
	defer done()
	found, err := remote.List(parsed, options...)
	if answer, is := errors.AsType[*transport.Error](err); is && answer.StatusCode == http.StatusNotFound {
		return nil, nil
	}
	return found, err
}
