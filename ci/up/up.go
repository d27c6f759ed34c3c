// Package up runs the images of apps with their services, on ports of this machine.
package up

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"dagger.io/dagger"

	"dagger/python-pipeline/engineerror"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/poll"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/run"
	"python-pipeline/ci/spans"
)

// Run runs the images of the apps that listen on a port, with their services, until it is interrupted.
func Run(ctx context.Context, setup run.Setup) error {
	r, err := run.New(ctx, setup)
	if err != nil {
		return err
	}
	for _, a := range r.Apps {
		if a.Err != nil {
			return fmt.Errorf("%s: %w", a.Name, a.Err)
		}
	}
	listening := slices.DeleteFunc(slices.Clone(r.Apps), func(a apps.App) bool { return a.Plan.Port == 0 })
	if len(listening) == 0 {
		return fmt.Errorf("up: none of the apps listens on a port (%s); set the key port of one", names(r.Apps))
	}
	// The services' output is shown when they fail, or with -v.
	out := newOutput(func(name, line string) {
		if r.Config.Verbose || slices.ContainsFunc(listening, func(a apps.App) bool { return a.Name == name }) {
			r.Display.Info(name + " | " + line)
		}
	})
	showStep := run.ShowSteps(r.Display)
	handler := spans.Handler{Log: out.log, Span: func(s spans.Span) {
		out.span(s)
		showStep(s)
	}}
	_, err = r.InSession(ctx, listening, embedded.Images{}, handler, func(s *run.Session) error {
		places, err := start(ctx, s, listening, out)
		if err != nil {
			return err
		}
		var kept []string
		for _, a := range listening {
			kept = append(kept, keptBy(a)...)
		}
		if err := printPlaces(os.Stdout, places, kept, s.Engine.ExposesPorts()); err != nil {
			return err
		}
		return untilInterrupted(ctx, s.Engine)
	})
	return err
}

// start starts the apps at the same time and returns their places.
func start(ctx context.Context, s *run.Session, listening []apps.App, out *output) ([]place, error) {
	found, failed := make([][]place, len(listening)), make([]error, len(listening))
	var wait sync.WaitGroup
	for i, a := range listening {
		wait.Go(func() { found[i], failed[i] = startApp(ctx, s, a, out) })
	}
	wait.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return slices.Concat(found...), errors.Join(failed...)
}

// startApp starts an app after its services, so that the app migrates the database that is reached from here.
func startApp(ctx context.Context, s *run.Session, a apps.App, out *output) ([]place, error) {
	var places []place
	for _, name := range append(a.Plan.Services.Names(), "") {
		full := strings.TrimSpace(a.Name + " " + name)
		starting := s.Display.Start(full + ": start")
		started, err := startService(ctx, s, a, name)
		if err != nil {
			starting.Fail(nil)
			return nil, startError(full, err, out.lastWords(ctx, full))
		}
		starting.Done("")
		places = append(places, started...)
	}
	return places, nil
}

func startService(ctx context.Context, s *run.Session, a apps.App, name string) ([]place, error) {
	service, err := s.Module.Service(ctx, s.Describe(a), name)
	if err != nil {
		return nil, err
	}
	local, listeners := map[int]int{}, map[int]net.Listener{}
	for _, port := range portsOf(a.Plan, name) {
		listener, err := s.Engine.Listen(port)
		if err != nil {
			return nil, err
		}
		local[port], listeners[port] = engine.PortOf(listener), listener
	}
	return placesOf(a, name, local), s.Engine.Forward(ctx, service, listeners, a.Plan.BaseImage())
}

// startError explains why a service did not start, with its last words.
func startError(name string, err error, words string) error {
	if failed, is := errors.AsType[*dagger.ExecError](err); is {
		words = cmp.Or(words, strings.Join(progress.LastLines(failed.Stdout+"\n"+failed.Stderr, lastLines), "\n"))
		err = fmt.Errorf("it ended with exit status %d", failed.ExitCode)
	} else {
		err = errors.New(engineerror.Text(err))
	}
	if words != "" {
		words = "; its output ends with\n  " + strings.ReplaceAll(words, "\n", "\n  ")
	}
	return fmt.Errorf("%s: it did not start: %w%s", name, err, words)
}

// untilInterrupted waits for the interruption, or for the end of the engine, which is an error.
func untilInterrupted(ctx context.Context, session *engine.Session) error {
	_, err := poll.Until(ctx, time.Second, math.MaxInt64, func() (bool, error) { return session.Ended(), nil })
	if err != nil {
		return nil
	}
	return fmt.Errorf("up: %w; run it again", engine.ErrEnded)
}

func names(all []apps.App) string {
	var found []string
	for _, a := range all {
		found = append(found, a.Name)
	}
	return strings.Join(found, ", ")
}
