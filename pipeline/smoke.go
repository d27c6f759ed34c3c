package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/smoke"
)

// Starts the image and checks that it works; prints its output.
//
// It runs as the image's user, with the app's services, after the release command.
// The key smoke sets the command or the HTTP requests, and the expected result.
// Without it a web app has to answer, and any other app to stay up for 3 seconds;
// both have to stop on the stop signal and leave no process running.
//
// +check
// +cache="session"
func (m *PythonPipeline) Smoke(ctx context.Context) (string, error) {
	b, err := m.begin(ctx)
	if err != nil {
		return "", err
	}
	prod, err := b.prod(ctx)
	if err != nil {
		return "", explain(report.StepBuild, err)
	}
	result, err := b.smoke(ctx, prod.Container)
	if err != nil {
		return "", explain(report.StepSmoke, err)
	}
	if failed := result.Failure(b.plan); failed != nil {
		return "", &gateError{*failed}
	}
	if result.Warning != "" {
		return fmt.Sprintf("warning: %s\n%s", result.Warning, result.Log), nil
	}
	return result.Log, nil
}

func (b *build) smoke(ctx context.Context, prod *dagger.Container) (*smoke.Result, error) {
	check, err := json.Marshal(smoke.NewCheck(b.plan))
	if err != nil {
		return nil, err
	}
	if b.Fresh != "" {
		prod = prod.WithEnvVariable("PIPELINE_FRESH", b.Fresh)
	}
	// The script is process 1, as the app is in production.
	command := scripts.Smoke.Command(string(check))
	var stdout, stderr string
	err = b.waitForServices(ctx, report.StepSmoke, smoke.Longest(b.plan), func(ctx context.Context) error {
		ctr, err := b.withServices(ctx, b.withUnusedVolumes(prod), report.StepSmoke)
		if err == nil {
			stdout, err = ctr.WithExec(command, dagger.ContainerWithExecOpts{NoInit: true}).Stdout(ctx)
		}
		return err
	})
	var failed *dagger.ExecError
	if errors.As(err, &failed) && slices.Equal(failed.Cmd, command) {
		stdout, stderr = failed.Stdout, failed.Stderr
	} else if err != nil {
		return nil, err
	}
	return smoke.Read(stdout, stderr)
}
