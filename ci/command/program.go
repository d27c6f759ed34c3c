package command

import (
	"context"
	"errors"
	"os"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/config"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/render/github"
	"python-pipeline/ci/run"
)

// A program is one call of this program.
type program struct {
	verbose bool        // the option -v
	job     *github.Job // the GitHub Actions job that the output belongs to, nil for none
}

// settings reads the settings and shows the warnings about them.
func (p *program) settings(ctx context.Context) (*config.Config, *progress.Display, error) {
	base, err := apps.FindRepository()
	if err != nil {
		base = "." // verbs that need the repository report the error
	}
	c, warnings, err := config.Read(ctx, os.Environ(), base)
	if err != nil {
		return nil, nil, err
	}
	// This program's own TLS and the compilers that it starts elsewhere read the variable.
	if c.SSLCertFile != "" {
		if err := os.Setenv("SSL_CERT_FILE", c.SSLCertFile); err != nil {
			return nil, nil, err
		}
	}
	c.Verbose = c.Verbose || p.verbose
	options := progress.For(os.Stderr)
	options.Terminal = options.Terminal && !bool(c.CI)
	options.Color = options.Color && !bool(c.NoColor)
	options.Verbose = c.Verbose
	display := progress.New(os.Stderr, options)
	for _, warning := range warnings {
		display.Warn(string(warning))
	}
	return c, display, nil
}

// setup reads what a verb that works on apps needs.
func (p *program) setup(ctx context.Context, folders []string) (run.Setup, error) {
	c, display, err := p.settings(ctx)
	if err != nil {
		return run.Setup{}, err
	}
	root, err := apps.FindRepository()
	if err != nil {
		display.Close()
		return run.Setup{}, err
	}
	return run.Setup{Config: c, Display: display, Root: root, Folders: folders}, nil
}

// run carries out a task on apps. It leaves a summary.json, also when the settings are wrong.
func (p *program) run(ctx context.Context, folders []string, t run.Task) error {
	setup, err := p.setup(ctx, folders)
	if err != nil {
		return errors.Join(err, p.refuse(ctx, folders, err))
	}
	defer setup.Display.Close()
	if err := p.stopCommands(setup.Config); err != nil {
		return err
	}
	return run.Do(ctx, setup, p.job, t)
}

// refuse leaves a summary.json with the problem, where that is possible.
func (p *program) refuse(ctx context.Context, folders []string, problem error) error {
	root, err := apps.FindRepository()
	if err != nil {
		return nil // the problem is this error, or matters more
	}
	c := config.Places(ctx, os.Environ())
	if err := p.stopCommands(c); err != nil {
		return nil
	}
	return run.Refuse(ctx, run.Setup{Config: c, Root: root, Folders: folders}, p.job, problem)
}

// stopCommands stops GitHub's workflow commands for all later output: names, commands and errors of apps are not trusted.
func (p *program) stopCommands(c *config.Config) (err error) {
	if c.GitHubActions {
		p.job, err = github.Begin(os.Stdout, c.GitHubOutput, c.GitHubStepSummary)
	}
	return err
}
