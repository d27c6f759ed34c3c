package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"dagger.io/dagger"
	"dagger/python-pipeline/engineerror"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"

	"python-pipeline/ci/engine"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/spans"
)

// up runs the images of web apps with their services, on ports of this machine,
// until it is interrupted.
func up(ctx context.Context, e *environment, c *call) error {
	if err := e.stopCommands(); err != nil {
		return err
	}
	j, apps, err := e.newJob(ctx, c)
	if err != nil {
		return err
	}
	j.task = task{only: []string{report.StepBuild}} // nothing is scanned or published
	for _, a := range apps {
		if a.err != nil {
			return fmt.Errorf("%s: %w", a.name, a.err)
		}
	}
	listening := slices.DeleteFunc(slices.Clone(apps), func(a app) bool { return a.plan.Port == 0 })
	if len(listening) == 0 {
		return fmt.Errorf("up: none of the apps listens on a port (%s); the key port names one", names(apps))
	}
	// What the services say is of interest when they fail, or when asked for.
	out := newOutput(func(name, line string) {
		if e.config.Verbose || slices.ContainsFunc(listening, func(a app) bool { return a.name == name }) {
			e.display.Info(name + " | " + line)
		}
	})
	showStep := showSteps(e.display)
	handler := spans.Handler{Log: out.log, Span: func(s spans.Span) {
		out.span(s)
		showStep(s)
	}}
	return j.inSession(ctx, listening, handler, func() error {
		places, err := j.start(ctx, listening, out)
		if err != nil {
			return err
		}
		if err := printPlaces(os.Stdout, places, j.session.Open()); err != nil {
			return err
		}
		return j.untilInterrupted(ctx)
	})
}

// start starts the apps at the same time and lists where they are.
func (j *job) start(ctx context.Context, apps []app, out *output) ([]place, error) {
	found, failed := make([][]place, len(apps)), make([]error, len(apps))
	var wait sync.WaitGroup
	for i, a := range apps {
		wait.Go(func() { found[i], failed[i] = j.startApp(ctx, a, out) })
	}
	wait.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return slices.Concat(found...), errors.Join(failed...)
}

// startApp starts an app after its services, so that the migrated database of
// the app is the one that is reached from here.
func (j *job) startApp(ctx context.Context, a app, out *output) ([]place, error) {
	var places []place
	for _, name := range append(a.plan.Settings.Services.Names(), "") {
		full := strings.TrimSpace(a.name + " " + name)
		starting := j.display.Start(full + ": start")
		started, err := j.startService(ctx, a, name)
		if err != nil {
			starting.Fail(nil)
			return nil, startError(full, err, out.lastWords(full))
		}
		starting.Done("")
		places = append(places, started...)
	}
	return places, nil
}

func (j *job) startService(ctx context.Context, a app, name string) ([]place, error) {
	service, err := j.module.Service(ctx, j.described(ctx, a), name)
	if err != nil {
		return nil, err
	}
	local, listeners := map[int]int{}, map[int]net.Listener{}
	for _, port := range portsOf(a.plan, name) {
		listener, err := j.session.Listen(port)
		if err != nil {
			return nil, err
		}
		local[port], listeners[port] = engine.PortOf(listener), listener
	}
	return placesOf(a, name, local), j.session.Forward(ctx, service, listeners, a.plan.BaseImage())
}

// startError says why a service did not start, with its own last words.
func startError(name string, err error, words string) error {
	if failed, is := errors.AsType[*dagger.ExecError](err); is {
		output := progress.LastLines(failed.Stdout+"\n"+failed.Stderr, lastLines)
		words = cmp.Or(words, strings.Join(output, "\n"))
		err = fmt.Errorf("it ended with exit status %d", failed.ExitCode)
	} else {
		err = errors.New(engineerror.Text(err))
	}
	if words != "" {
		words = "; its output ends with\n  " + strings.ReplaceAll(words, "\n", "\n  ")
	}
	return fmt.Errorf("%s: it did not start: %w%s", name, err, words)
}

// untilInterrupted waits for the end that the user wants, or the engine's.
func (j *job) untilInterrupted(ctx context.Context) error {
	for !j.session.Ended() {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Second):
		}
	}
	return fmt.Errorf("up: %w; run it again", engine.ErrEnded)
}

// A place is where something that runs is reached.
type place struct{ name, address string }

// printPlaces lists them, and says so where other machines reach them too.
func printPlaces(w io.Writer, places []place, open bool) error {
	// Written at once: lines of the display could come between.
	var text bytes.Buffer
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, p := range places {
		fmt.Fprintf(table, "%s\t%s\n", p.name, p.address)
	}
	if open {
		password := ""
		if slices.ContainsFunc(places, func(p place) bool { return strings.HasSuffix(p.name, " "+plan.Postgres) }) {
			password = ", with the password above"
		}
		fmt.Fprintf(table, "! Who reaches this machine over the network reaches these ports%s: Dagger's tunnel opens them on all its addresses.\n", password)
	}
	fmt.Fprintln(table, "Ctrl-C stops all of it; what was written is gone then.")
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := text.WriteTo(w)
	return err
}

// placesOf lists where an app, or one of its services, is reached by the local
// ports that stand for its own.
func placesOf(a app, name string, local map[int]int) []place {
	switch name {
	case plan.Postgres:
		var places []place
		for _, database := range a.plan.Settings.Services.Postgres.Databases {
			places = append(places, place{a.name + " " + name, plan.DatabaseURL(fmt.Sprintf("localhost:%d", local[plan.PostgresPort]), database)})
		}
		return places
	case plan.Mailhog:
		return []place{{a.name + " " + name, fmt.Sprintf("http://localhost:%d, mail to localhost:%d", local[plan.MailhogAPI], local[plan.MailhogPort])}}
	case "":
		if a.plan.Web {
			return []place{{a.name, fmt.Sprintf("http://localhost:%d", local[a.plan.Port])}}
		}
		return []place{{a.name, fmt.Sprintf("localhost:%d", local[a.plan.Port])}}
	}
	return nil
}

func portsOf(p *plan.Plan, name string) []int {
	switch name {
	case plan.Postgres:
		return []int{plan.PostgresPort}
	case plan.Mailhog:
		return []int{plan.MailhogPort, plan.MailhogAPI}
	}
	return []int{p.Port}
}

func names(apps []app) string {
	var all []string
	for _, a := range apps {
		all = append(all, a.name)
	}
	return strings.Join(all, ", ")
}
