package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"python-pipeline/ci/config"
	"python-pipeline/ci/containerruntime"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
)

// A search looks for a container runtime in which Dagger's client can start an engine.
type search struct {
	config  *config.Config
	display *progress.Display
	options Options
	// hasFallback means that another engine can be used instead. Then a runtime that failed recently is skipped.
	hasFallback bool
}

// run opens a session with an engine in the first runtime that can start one,
// or returns for each runtime why it cannot.
func (s search) run(ctx context.Context) (_ *Session, reasons []error) {
	known := readFailures(s.config)
	for _, program := range containerruntime.FindPrograms() {
		state := stateOf(program, s.config)
		if previous := known[program]; s.hasFallback && previous.holds(state, time.Now()) {
			reasons = append(reasons, fmt.Errorf("%s gave no engine on %s", program, previous.Time.Local().Format("2006-01-02 15:04")))
			continue
		}
		session, hours, err := s.attempt(ctx, program)
		if err == nil {
			known.forget(program, s.config)
			return session, nil
		}
		if ctx.Err() != nil {
			return nil, append(reasons, err) // an interrupted attempt proves nothing
		}
		if s.hasFallback {
			known.add(program, failure{State: state, Reason: joinReasons([]error{err}), Time: time.Now(), Hours: hours}, s.config)
			err = retryLater{err, hours}
		}
		reasons = append(reasons, err)
	}
	if len(reasons) == 0 {
		reasons = []error{containerruntime.ErrNone}
	}
	return nil, reasons
}

// attempt opens a session with an engine in a runtime. On an error it also
// returns for how many hours the runtime is skipped.
func (s search) attempt(ctx context.Context, program string) (*Session, int, error) {
	if err := containerruntime.CheckDaemon(ctx, program); err != nil {
		return nil, noDaemonHours, err
	}
	session, err := s.start(ctx, program)
	return session, noEngineHours, err
}

// start opens a session with an engine of the embedded engine's version in a container runtime. An answering daemon is
// not enough; only an open session proves that the runtime works.
func (s search) start(ctx context.Context, program string) (*Session, error) {
	client, err := useClient(ctx, s.config, s.options.Log)
	if err == nil {
		err = setEnvironment("_EXPERIMENTAL_DAGGER_RUNNER_HOST=" + engineAddress(program))
	}
	if err != nil {
		return nil, fmt.Errorf("%s answers, but Dagger's client cannot be set up for it: %w", program, err)
	}
	session, err := openSession(ctx, s.options)
	if err != nil {
		return nil, fmt.Errorf("%s answers, but no session with an engine in it could be opened: %w", program, err)
	}
	note, err := judgeVersion(session.Version, embedded.Version)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s has an engine, but %w; remove its image %s", program, err, engineImage), session.Close())
	}
	session.Kind, session.CLI = KindDocker, client
	announce(s.display, KindDocker, program+" answers", note)
	return session, nil
}

const engineImage = "registry.dagger.io/engine:" + embedded.Version

// engineAddress is the address by which Dagger's client finds or starts an engine of the embedded engine's version in a
// container runtime. cleanup=false keeps engines of other versions, with their caches: other programs may use them.
func engineAddress(program string) string {
	return "image+" + program + "://" + engineImage + "?cleanup=false"
}
