package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
)

// shell opens a shell in an app's dev stage. A terminal is the dagger program's
// own business, so it is called.
func shell(ctx context.Context, e *environment, c *call) error {
	if len(c.arguments) != 1 {
		return fmt.Errorf("shell: it takes the folder of one app: `go run ./ci shell sample-app/calculator`")
	}
	root, err := findRepository()
	if err != nil {
		return err
	}
	apps, err := findApps(ctx, root, c.arguments, e.config)
	if err != nil {
		return err
	}
	if apps[0].err != nil {
		return fmt.Errorf("%s: %w", apps[0].name, apps[0].err)
	}
	if !engine.BringsClient(e.config) {
		if _, err := daggerProgram(e.config.DaggerCLI); err != nil {
			return err
		}
	}
	session, err := engine.Connect(ctx, e.config, e.display, engine.Options{Images: images(apps)})
	if err != nil {
		return err
	}
	e.display.Close()
	return openShell(ctx, session, cmp.Or(session.CLI, e.config.DaggerCLI), shellArguments(root, apps[0], e.config))
}

// openShell calls the dagger program, which opens a session of its own. The one
// that made sure that the engine is up stays open meanwhile: without it a run
// with other settings may restart the engine.
func openShell(ctx context.Context, session io.Closer, named string, arguments []string) (err error) {
	defer func() { err = errors.Join(err, session.Close()) }()
	program, err := daggerProgram(named)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}

// shellArguments ask for the very stage that a run has. Addresses that may hold
// credentials are named, not given.
func shellArguments(root string, a app, c *config.Config) []string {
	arguments := append([]string{"call"}, flags{
		{"mod", moduleReference(root, c)},
		{"source", a.folder},
		{"name", a.name},
		{"python", c.Python},
		{"ca", c.SSLCertFile},
		{"index-url", environmentOf(c.PipIndexURL, "PIP_INDEX_URL")},
		{"extra-index-url", environmentOf(c.PipExtraIndexURL, "PIP_EXTRA_INDEX_URL")},
	}.given()...)
	proxy := flags{
		{"no-proxy", c.NoProxy},
		{"http", environmentOf(c.HTTPProxy, "HTTP_PROXY")},
		{"https", environmentOf(c.HTTPSProxy, "HTTPS_PROXY")},
	}.given()
	if len(proxy) > 0 {
		arguments = append(append(arguments, "with-proxy"), proxy...)
	}
	return append(arguments, "dev", "terminal")
}

// flags are those of a program, each with its value.
type flags []struct{ name, value string }

// given are the flags that have a value, as they are written.
func (f flags) given() []string {
	var written []string
	for _, flag := range f {
		if flag.value != "" {
			written = append(written, "--"+flag.name+"="+flag.value)
		}
	}
	return written
}

// environmentOf names a secret by its variable, which may be in lower case.
func environmentOf(secret config.Secret, name string) string {
	if !secret.IsSet() {
		return ""
	}
	if os.Getenv(name) == "" {
		name = strings.ToLower(name)
	}
	return "env:" + name
}

// daggerProgram is the path of the named dagger program, else of the one on PATH.
func daggerProgram(named string) (string, error) {
	program, err := exec.LookPath(cmp.Or(named, "dagger"))
	if err != nil {
		return "", fmt.Errorf("shell: it needs the program dagger, version %s (%w); install it or name it in _EXPERIMENTAL_DAGGER_CLI_BIN", embedded.Version, err)
	}
	return program, nil
}
