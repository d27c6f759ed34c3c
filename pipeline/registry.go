package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dagger/python-pipeline/engineerror"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/push"
	"dagger/python-pipeline/report"
)

// runPublishStep pushes the image. What is at the registry is in the report,
// also when a part of it failed.
func (m *PythonPipeline) runPublishStep(ctx context.Context, r *recorder, prod *dagger.Container, o runOptions) (*report.Failure, error) {
	image := &registryImage{container: prod, options: o}
	result, err := push.Run(ctx, image, push.Options{Address: o.address, Tags: o.tags, Overwrite: o.overwrite, Timeout: o.timeout})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Digest = result.Digest
	r.report.References = append(r.report.References, result.References...)
	r.report.Warnings = append(r.report.Warnings, result.Warnings...)
	var failure *push.Failure
	if errors.As(err, &failure) {
		return &report.Failure{Step: report.StepPublish, Problem: failure.Problem, Advice: failure.Advice}, nil
	}
	return nil, err
}

// A registryImage is an image on its way to a registry.
type registryImage struct {
	container *dagger.Container
	options   runOptions
}

// Push implements push.Image.
func (i *registryImage) Push(ctx context.Context, reference string) (string, error) {
	pushed, err := i.withLogin(i.container).Publish(ctx, reference)
	if err != nil {
		return "", err
	}
	_, digest, _ := strings.Cut(pushed, "@")
	return digest, nil
}

// Digest implements push.Image. The engine asks, since it may be the only one
// that reaches the registry.
func (i *registryImage) Digest(ctx context.Context, reference string) (string, error) {
	found, err := i.from(reference).ImageRef(ctx)
	switch {
	case err != nil && strings.HasSuffix(engineerror.Text(err), ": not found"):
		return "", nil
	case err != nil:
		return "", err
	}
	_, digest, _ := strings.Cut(found, "@")
	return digest, nil
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
	// Only an image that is alike so far is worth its pull.
	theirFiles, err := i.from(reference).Rootfs().Digest(ctx)
	if err != nil {
		return false, err
	}
	ourFiles, err := i.container.Rootfs().Digest(ctx)
	return ourFiles == theirFiles, err
}

// from is an image at the registry.
func (i *registryImage) from(reference string) *dagger.Container {
	ctr := i.withLogin(dag.Container())
	if !strings.Contains(reference, "@") {
		// A session keeps what a tag stands for, so each question is one of its own.
		ctr = ctr.WithLabel("asked", time.Now().String())
	}
	return ctr.From(reference)
}

func (i *registryImage) withLogin(ctr *dagger.Container) *dagger.Container {
	if i.options.password == nil {
		return ctr
	}
	return ctr.WithRegistryAuth(i.options.address, i.options.username, i.options.password)
}

// configuration is what a container of an image depends on beside its files, and
// what its labels say of its origin.
func configuration(ctx context.Context, ctr *dagger.Container) (string, error) {
	var c []string
	add := func(name string, values ...string) { c = append(c, fmt.Sprintf("%s: %q", name, values)) }
	entrypoint, err := ctr.Entrypoint(ctx)
	if err != nil {
		return "", err
	}
	add("entrypoint", entrypoint...)
	arguments, err := ctr.DefaultArgs(ctx)
	if err != nil {
		return "", err
	}
	add("arguments", arguments...)
	for name, read := range map[string]func(context.Context) (string, error){"user": ctr.User, "folder": ctr.Workdir} {
		value, err := read(ctx)
		if err != nil {
			return "", err
		}
		add(name, value)
	}
	variables, err := ctr.EnvVariables(ctx)
	if err != nil {
		return "", err
	}
	for _, v := range variables {
		name, err := v.Name(ctx)
		if err != nil {
			return "", err
		}
		value, err := v.Value(ctx)
		if err != nil {
			return "", err
		}
		add("variable", name, value)
	}
	// A list of labels has another order for each of its elements.
	for _, name := range originLabels {
		value, err := ctr.Label(ctx, labelPrefix+name)
		if err != nil {
			return "", err
		}
		add("label", name, value)
	}
	ports, err := ctr.ExposedPorts(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range ports {
		port, err := p.Port(ctx)
		if err != nil {
			return "", err
		}
		add("port", fmt.Sprint(port))
	}
	slices.Sort(c)
	return strings.Join(c, "\n"), nil
}
