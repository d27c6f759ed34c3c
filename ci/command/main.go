// Package command is the command line.
package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"dagger/python-pipeline/printable"

	"python-pipeline/ci/config"
	"python-pipeline/ci/grace"
	"python-pipeline/ci/render/github"
	"python-pipeline/ci/run"
)

// stopLimit is how long an interrupted run may take to end. CI systems kill it a little later.
const stopLimit = 6 * time.Second

// Main carries out a command line, prints its error and returns the exit status.
func Main(ctx context.Context, args []string) int {
	cobra.EnableCommandSorting = false // help lists the commands in the order in which people need them
	job, err := grace.Call(ctx, stopLimit, func() (*github.Job, error) { return execute(ctx, args) })
	status := 1
	switch {
	case err == nil:
		status = 0
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "stopped")
		status = 130
	case !errors.Is(err, run.ErrFailed):
		fmt.Fprintln(os.Stderr, "error: "+printable.Text(err.Error()))
	}
	_ = job.Resume() // it fails only when the log cannot be written
	if status == 1 && !errors.Is(err, run.ErrFailed) {
		annotate(err)
	}
	return status
}

// execute carries out a command line and returns the job that its output belongs to, whose workflow commands are stopped
// until Resume.
func execute(ctx context.Context, args []string) (*github.Job, error) {
	p := new(program)
	root := p.commands()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return p.job, err
}

// annotate shows an error on the page of a GitHub Actions job. The error may be about the settings, so it reads only the
// one variable that it needs.
func annotate(err error) {
	var onActions config.OnCI
	if onActions.UnmarshalText([]byte(os.Getenv("GITHUB_ACTIONS"))) == nil && onActions {
		_ = github.Annotate(os.Stdout, err) // the log has the error already
	}
}
