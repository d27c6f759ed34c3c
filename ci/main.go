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

	"dagger/python-pipeline/printable"

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
	answer, err := ended(ctx, stopLimit, func() (*github.Job, error) { return run(ctx, os.Args[1:]) })
	status := 0
	switch {
	case err == nil:
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "stopped")
		status = 130
	case errors.Is(err, errFailed):
		status = 1
	default:
		fmt.Fprintln(os.Stderr, "error: "+printable.Text(err.Error()))
		status = 1
	}
	_ = answer.Resume() // the log takes no more anyway
	if status == 1 && !errors.Is(err, errFailed) {
		annotate(err)
	}
	os.Exit(status)
}

// stopLimit is how long an interrupted run may take to end. CI systems kill it
// a little later.
const stopLimit = 6 * time.Second

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

// run carries out a command line. The job is the one that its output belongs to:
// until Resume nothing in it is a workflow command.
func run(ctx context.Context, args []string) (*github.Job, error) {
	call, err := parse(args)
	if err != nil {
		return nil, err
	}
	if call.command.run == nil { // needs no settings
		return nil, call.command.plain(call)
	}
	base, err := findRepository()
	if err != nil {
		base = "." // what needs the repository says so itself
	}
	c, warnings, err := config.Read(ctx, os.Environ(), base)
	if err != nil && call.command.works {
		e := &environment{config: config.Places(ctx, os.Environ())}
		err = errors.Join(err, e.failEarly(ctx, call, err))
		return e.answer, err
	}
	if err != nil {
		return nil, err
	}
	// This program's own TLS reads it, and so do compilers in folders of their own.
	if c.SSLCertFile != "" {
		if err := os.Setenv("SSL_CERT_FILE", c.SSLCertFile); err != nil {
			return nil, err
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
	e := &environment{config: c, display: display}
	err = call.command.run(ctx, e, call)
	return e.answer, err
}

// failEarly leaves the summary of a run whose settings are wrong.
func (e *environment) failEarly(ctx context.Context, c *call, err error) error {
	u, failed := e.begin(ctx, c)
	if failed != nil {
		return nil // the error in the settings matters more
	}
	return u.fail(ctx, err)
}

// environment is what commands share.
type environment struct {
	config  *config.Config
	display *progress.Display
	// answer is the GitHub Actions job that runs this, nil for none.
	answer *github.Job
}

// stopCommands lets nothing that follows be a workflow command: apps have names,
// commands and errors that are not ours.
func (e *environment) stopCommands() (err error) {
	if e.config.GitHubActions {
		e.answer, err = github.Begin(os.Stdout, e.config.GitHubOutput, e.config.GitHubStepSummary)
	}
	return err
}
