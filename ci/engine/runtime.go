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

// A search is for a container runtime in which Dagger's client can start an
// engine.
type search struct {
	config  *config.Config
	display *progress.Display
	options Options
	// instead says that there is another engine to work on: then a runtime that
	// failed lately is left out.
	instead bool
}

// How many hours a failure holds. To ask a daemon takes seconds at most, while a
// try to start an engine may take minutes.
const (
	silenceHours  = 1
	noEngineHours = 24
)

// run opens a session with an engine in the first runtime that gives one, or says
// of each why it does not.
func (s search) run(ctx context.Context) (_ *Session, reasons []error) {
	known := readFailures(s.config)
	for _, program := range containerruntime.Installed() {
		state := stateOf(program, s.config)
		if before := known[program]; s.instead && before.holds(state, time.Now()) {
			reasons = append(reasons, fmt.Errorf("%s gave no engine on %s", program, before.Tried.Local().Format("2006-01-02 15:04")))
			continue
		}
		session, hours, err := s.try(ctx, program)
		if err == nil {
			known.forget(program, s.config)
			return session, nil
		}
		if ctx.Err() != nil {
			return nil, append(reasons, err) // an interrupted try says nothing
		}
		if s.instead {
			known.add(program, failure{State: state, Said: oneLine([]error{err}), Tried: time.Now(), Hours: hours}, s.config)
			err = again{err, hours}
		}
		reasons = append(reasons, err)
	}
	if len(reasons) == 0 {
		reasons = []error{containerruntime.ErrNone}
	}
	return nil, reasons
}

// try opens a session with an engine in a runtime, or says why it cannot and for
// how many hours that holds.
func (s search) try(ctx context.Context, program string) (*Session, int, error) {
	if err := containerruntime.Answers(ctx, program); err != nil {
		return nil, silenceHours, err
	}
	session, err := s.start(ctx, program)
	return session, noEngineHours, err
}

// start opens a session with an engine of the embedded one's version in a
// container runtime. That its daemon answers proves nothing: only an open session
// counts.
func (s search) start(ctx context.Context, program string) (*Session, error) {
	client, err := useClient(ctx, s.config, s.options.Log)
	if err == nil {
		err = use("_EXPERIMENTAL_DAGGER_RUNNER_HOST=" + engineIn(program))
	}
	if err != nil {
		return nil, fmt.Errorf("%s answers, but no engine in it can be asked for: %w", program, err)
	}
	session, err := open(ctx, s.options)
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

// engineImage is Dagger's own image of the engine.
const engineImage = "registry.dagger.io/engine:" + embedded.Version

// engineIn is the address by which Dagger's client starts an engine of the
// embedded one's version in a container runtime, or finds it there. Engines of
// other versions are other programs' and stay, with what they have built.
func engineIn(program string) string {
	return "image+" + program + "://" + engineImage + "?cleanup=false"
}
