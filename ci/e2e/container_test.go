//go:build linux

package e2e

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"dagger.io/dagger"

	"python-pipeline/ci/summary"
)

// engineEnvironment is what `engine env` prints, as NAME=value.
var engineEnvironment = sync.OnceValues(func() ([]string, error) {
	cmd := exec.Command(program, "engine", "env")
	cmd.Dir = repository
	out, err := cmd.Output()
	var variables []string
	for line := range strings.Lines(string(out)) {
		assignment := strings.TrimPrefix(strings.TrimSpace(line), "export ")
		name, value, _ := strings.Cut(assignment, "=")
		variables = append(variables, name+"="+strings.Trim(value, "'"))
	}
	return variables, err
})

// connect opens one session with the engine for all tests, and leaves the
// variables that would name the engine to other programs unset.
var connect = sync.OnceValues(func() (*dagger.Client, error) {
	variables, err := engineEnvironment()
	if err != nil {
		return nil, err
	}
	var options []dagger.ClientOpt
	for _, variable := range variables {
		name, value, _ := strings.Cut(variable, "=")
		if name == "_EXPERIMENTAL_DAGGER_RUNNER_HOST" {
			options = append(options, dagger.WithRunnerHost(value))
		} else if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	// The session lives as long as the tests do.
	return dagger.Connect(context.Background(), options...)
})

// output runs a command in a container of a published image, as its user, and
// gives standard output, standard error and exit status. Without entrypoint
// the command stands alone.
func output(t *testing.T, app summary.App, entrypoint bool, command ...string) (stdout, stderr string, status int) {
	t.Helper()
	client, err := connect()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err = client.Container().
		From(app.References[0]).
		WithExec(command, dagger.ContainerWithExecOpts{UseEntrypoint: entrypoint}).
		Stdout(t.Context())
	var failed *dagger.ExecError
	if errors.As(err, &failed) {
		return failed.Stdout, failed.Stderr, failed.ExitCode
	}
	if err != nil {
		t.Fatal(err)
	}
	return stdout, "", 0
}
