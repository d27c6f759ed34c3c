//go:build linux

package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// Start gives a connection to the running engine. What is missing for it and for
// stand-ins of the images needed now is made first; a run that comes at the same
// time waits for the same bring-up. Stand-ins of those needed later are made
// while ctx is not done and the connection is not closed.
func (e *Engine) Start(ctx context.Context, display *progress.Display, images Images) (*Connection, error) {
	if err := CanRun(); err != nil {
		return nil, err
	}
	connection, err := e.startWith(ctx, display, images)
	return connection, diskspace.Advise(err, RoomAdvice(string(e.folder)))
}

func (e *Engine) startWith(ctx context.Context, display *progress.Display, images Images) (*Connection, error) {
	if err := e.folder.create(); err != nil {
		return nil, err
	}
	now, later, err := e.divide(images)
	if err != nil {
		return nil, err
	}
	started := make(chan launch, 1)
	background := e.beginLater(ctx, display, later, started)
	wanted, session, err := e.start(ctx, display, now)
	if err != nil {
		background.stop()
		return nil, err
	}
	started <- wanted
	login, err := e.folder.login()
	if err != nil {
		background.stop()
		session.Close()
		return nil, err
	}
	connection := e.connection(wanted, login, append(now, later...))
	connection.later, connection.session = background, session
	for _, reference := range images.Now {
		if err := connection.Wait(ctx, reference); err != nil {
			connection.Close()
			return nil, err
		}
	}
	return connection, nil
}

// start brings the engine up with the stand-ins that are to be there first, and
// joins those who use it.
func (e *Engine) start(ctx context.Context, display *progress.Display, asked []standin.Image) (launch, *os.File, error) {
	wanted, unlock, err := e.acquireToStart(ctx, display)
	if err != nil {
		return wanted, nil, err
	}
	defer unlock()
	if err := e.prepare(ctx, display, wanted, asked); err != nil {
		return wanted, nil, err
	}
	session, err := e.folder.join()
	return wanted, session, err
}

// prepare makes the engine and its stand-ins what they are to be.
func (e *Engine) prepare(ctx context.Context, display *progress.Display, wanted launch, asked []standin.Image) error {
	why := ""
	if !e.folder.inUse() && e.folder.hasUnfinished(time.Now()) {
		why = "it has not finished copies that nobody writes any more, as after a full disk"
	} else if e.serves(wanted) {
		// A run that was interrupted while it started the engine may have gone
		// before the bridge came.
		err := markBridge(wanted.Identity, e.folder.ipForward())
		if err == nil {
			return e.refreshStandIns(ctx, display, wanted, asked)
		}
		why = "its bridge cannot be marked: " + err.Error()
	}
	if e.folder.supervised() {
		display.Info("embedded engine: restarting: " + cmp.Or(why, e.whyRestart(wanted)))
		if err := e.stop(ctx, display); err != nil {
			return err
		}
	}
	if err := e.folder.removeUnfinished(); err != nil {
		return err
	}
	if addresses, err := hostAddresses(); err == nil && onlyIPv6(addresses) {
		display.Warn(noIPv4)
	}
	prepared, err := e.bringUp(ctx, display, wanted, e.missing(display, asked))
	if err != nil {
		return err
	}
	if err := do(ctx, display, "engine: start", func(ctx context.Context) error { return e.launch(ctx, wanted) }); err != nil {
		return fmt.Errorf("embedded engine: start: %w", err)
	}
	if err := e.pushStandIns(ctx, display, wanted, prepared); err != nil {
		return err
	}
	e.removeOldVersions(wanted)
	return nil
}

func (e *Engine) connection(l launch, login Login, asked []standin.Image) *Connection {
	return &Connection{
		Socket:   e.folder.socket(),
		CLI:      e.folder.cli(),
		Registry: l.Identity.registry(),
		Login:    login,
		StandIns: references(asked),
		pinned:   e.pinned,
	}
}

// Alive says whether the engine runs and answers.
func (e *Engine) Alive() bool { return e.folder.supervised() && answers(e.folder.socket()) == nil }

// answers tries the engine's socket.
func answers(socket string) error {
	connection, err := net.DialTimeout("unix", socket, time.Second)
	if err != nil {
		return err
	}
	return connection.Close()
}

// waitUntil calls ready until it returns nil, the supervisor is gone or time
// is up.
func (e *Engine) waitUntil(ctx context.Context, limit time.Duration, ready func() error) error {
	deadline := time.Now().Add(limit)
	for {
		err := ready()
		if err == nil {
			return nil
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case !e.folder.supervised():
			return errors.New("it ended at once")
		case time.Now().After(deadline):
			return fmt.Errorf("no answer in %s: %w", limit, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
