package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dagger/python-pipeline/engineerror"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/labels"
)

// A registryLogin is the login to a registry; without a password there is none.
type registryLogin struct {
	address, username string
	password          *dagger.Secret
}

// A registryImage is an image on its way to a registry.
type registryImage struct {
	container *dagger.Container
	platform  dagger.Platform
	login     registryLogin
}

// Push implements push.Image.
func (i *registryImage) Push(ctx context.Context, reference string) (string, error) {
	pushed, err := i.withLogin(i.container).Publish(ctx, reference)
	_, digest, _ := strings.Cut(pushed, "@")
	return digest, err
}

// Digest implements push.Image. The engine sends the request, since it may be the only one
// that reaches the registry.
func (i *registryImage) Digest(ctx context.Context, reference string) (string, error) {
	found, err := i.from(reference).ImageRef(ctx)
	if err != nil && strings.HasSuffix(engineerror.Text(err), ": not found") {
		return "", nil
	}
	_, digest, _ := strings.Cut(found, "@")
	return digest, err
}

// Equals implements push.Image.
func (i *registryImage) Equals(ctx context.Context, reference string) (bool, error) {
	theirs, err := configuration(ctx, i.from(reference))
	if err != nil {
		return false, err
	}
	ours, err := configuration(ctx, i.container)
	if err != nil || ours != theirs {
		return false, err
	}
	// The registry's image is pulled only if its configuration is equal.
	theirFiles, err := i.from(reference).Rootfs().Digest(ctx)
	if err != nil {
		return false, err
	}
	ourFiles, err := i.container.Rootfs().Digest(ctx)
	return ourFiles == theirFiles, err
}

// from is an image in the registry.
func (i *registryImage) from(reference string) *dagger.Container {
	ctr := i.withLogin(container(i.platform))
	if !strings.Contains(reference, "@") {
		// A session caches what a tag stands for, so each request differs from the others.
		ctr = ctr.WithLabel("requested", time.Now().String())
	}
	return ctr.From(reference)
}

func (i *registryImage) withLogin(ctr *dagger.Container) *dagger.Container {
	if i.login.password == nil {
		return ctr
	}
	return ctr.WithRegistryAuth(i.login.address, i.login.username, i.login.password)
}

// configuration returns the configuration of an image as a text: what a container of it depends on beside its files,
// and the labels that name its origin.
func configuration(ctx context.Context, ctr *dagger.Container) (string, error) {
	entrypoint, errEntrypoint := ctr.Entrypoint(ctx)
	arguments, errArguments := ctr.DefaultArgs(ctx)
	user, errUser := ctr.User(ctx)
	folder, errFolder := ctr.Workdir(ctx)
	variables, errVariables := ctr.EnvVariables(ctx)
	ports, errPorts := ctr.ExposedPorts(ctx)
	failed := cmp.Or(errEntrypoint, errArguments, errUser, errFolder, errVariables, errPorts)
	lines := []string{fmt.Sprintf("entrypoint %q, arguments %q, user %q, folder %q", entrypoint, arguments, user, folder)}
	for _, v := range variables {
		name, errName := v.Name(ctx)
		value, errValue := v.Value(ctx)
		failed = cmp.Or(failed, errName, errValue)
		lines = append(lines, fmt.Sprintf("variable %q %q", name, value))
	}
	// Single labels, since the engine gives a list of labels another order each time.
	for _, name := range labels.Origin {
		value, err := ctr.Label(ctx, name)
		failed = cmp.Or(failed, err)
		lines = append(lines, fmt.Sprintf("label %q %q", name, value))
	}
	for _, p := range ports {
		port, err := p.Port(ctx)
		failed = cmp.Or(failed, err)
		lines = append(lines, fmt.Sprintf("port %d", port))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), failed
}
