// Command ci runs the pipeline on Python apps: it finds or starts a Dagger
// engine, lets the module build, test and publish each app, and says what came
// of it. `go run ./ci help` lists commands and settings.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/github"
	"python-pipeline/ci/progress"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == embedded.SuperviseArgument {
		if err := embedded.Supervise(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends the program at once.
	context.AfterFunc(ctx, stop)
	err := ended(ctx, stopLimit, func() error { return run(ctx, os.Args[1:]) })
	switch {
	case err == nil:
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "stopped")
		os.Exit(130)
	case errors.Is(err, errFailed):
		os.Exit(1)
	default:
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		annotate(err)
		os.Exit(1)
	}
}

// stopLimit is how long an interrupted run may take to end. CI systems kill it
// a little later.
const stopLimit = 6 * time.Second

// ended calls a function, and waits for it unless it goes on after an
// interruption: something that nothing interrupts, such as the reading of a file
// in a network, must not keep the program.
func ended(ctx context.Context, limit time.Duration, run func() error) error {
	result := make(chan error, 1)
	go func() { result <- run() }()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-result:
		return err
	case <-time.After(limit):
		return ctx.Err()
	}
}

// annotate shows an error on the page of a GitHub Actions job. It may be one of
// the settings, so none is read but the one that says so.
func annotate(err error) {
	var onActions config.OnCI
	if onActions.UnmarshalText([]byte(os.Getenv("GITHUB_ACTIONS"))) == nil && onActions {
		_ = github.Annotate(os.Stdout, err) // the log has it already
	}
}

// errFailed ends the program with a status of 1 and no further words: the
// summary has them.
var errFailed = errors.New("failed")

func run(ctx context.Context, args []string) error {
	call, err := parse(args)
	if err != nil {
		return err
	}
	if call.command.run == nil { // needs no settings
		return call.command.plain(call)
	}
	base, err := findRepository()
	if err != nil {
		base = "." // what needs the repository says so itself
	}
	c, warnings, err := config.Read(ctx, os.Environ(), base)
	if err != nil && call.command.works {
		return errors.Join(err, failEarly(ctx, call, err))
	}
	if err != nil {
		return err
	}
	// This program's own TLS reads it, and so do compilers in folders of their own.
	if c.SSLCertFile != "" {
		if err := os.Setenv("SSL_CERT_FILE", c.SSLCertFile); err != nil {
			return err
		}
	}
	c.Verbose = c.Verbose || call.verbose
	options := progress.For(os.Stderr)
	options.Terminal = options.Terminal && !bool(c.CI)
	options.Color = options.Color && !bool(c.NoColor)
	options.Verbose = c.Verbose
	display := progress.New(os.Stderr, options)
	defer display.Close()
	for _, warning := range warnings {
		display.Warn(string(warning))
	}
	return call.command.run(ctx, &environment{config: c, display: display}, call)
}

// failEarly leaves the summary of a run whose settings are wrong.
func failEarly(ctx context.Context, c *call, err error) error {
	e := &environment{config: config.Places(ctx, os.Environ())}
	u, failed := e.begin(ctx, c)
	if failed != nil {
		return nil // the error in the settings matters more
	}
	return errors.Join(u.fail(ctx, err), u.answer.Resume())
}

// environment is what commands share.
type environment struct {
	config  *config.Config
	display *progress.Display
}
