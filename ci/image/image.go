// Package image looks up images at their registry, and loads an archive into this machine's container runtime.
package image

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"python-pipeline/ci/containerruntime"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/registry"
)

// CheckPublished checks that the registry's tag of a reference, such as "ghcr.io/acme/shop:1.2@sha256:…", has the digest of the
// reference. The error says that it has another one, or why that is unknown. Without a user name the machine's own logins are used.
func CheckPublished(ctx context.Context, reference, username, password string) error {
	tag, digest, err := registry.ParsePublished(reference)
	if err != nil {
		return err
	}
	options, done := registry.Documents.Options(ctx, username, password)
	defer done()
	found, err := remote.Head(tag, options...)
	if err != nil {
		return fmt.Errorf("%s: %w", tag, err)
	}
	if found.Digest.String() != digest.DigestStr() {
		return fmt.Errorf("%s: its digest is %s now", tag, found.Digest)
	}
	return nil
}

// Tags lists the tags of a repository; one that does not exist has none. Without a user name the machine's own logins are used.
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
	if answer, ok := errors.AsType[*transport.Error](err); ok && answer.StatusCode == http.StatusNotFound {
		return nil, nil
	}
	return found, err
}

// Load loads the archive into this machine's container runtime, under the app's name. If no runtime answers, it prints a line.
func Load(ctx context.Context, file, name string, display *progress.Display) error {
	runtime, err := containerruntime.FindRunning(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		display.Info(name + ": not loaded: " + err.Error())
		return nil
	}
	loaded, err := containerruntime.Output(ctx, containerruntime.LoadLimit, runtime, "load", "--quiet", "--input", file)
	if err != nil {
		return err
	}
	return tag(ctx, runtime, loaded, name)
}

// tag names the image that was just loaded. The output of every runtime ends with the image's reference or ID.
func tag(ctx context.Context, runtime, loaded, name string) error {
	fields := strings.Fields(loaded)
	if len(fields) == 0 {
		return fmt.Errorf("%s load: its output names no image", runtime)
	}
	_, err := containerruntime.Output(ctx, containerruntime.Limit, runtime, "tag", fields[len(fields)-1], name+":latest")
	return err
}
