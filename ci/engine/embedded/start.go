//go:build linux

package embedded

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"os"
	"time"

	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// Start returns a connection to the running engine. It first makes what is missing for the engine and for the stand-ins
// of images.Now; a run that starts at the same time waits for that. Stand-ins of images.Background are made until ctx
// is done or the connection is closed.
func (e *Engine) Start(ctx context.Context, display *progress.Display, images Images) (_ *Connection, err error) {
	defer func() { err = diskspace.Advise(err, RoomAdvice(string(e.folder))) }()
	if err := CanRun(); err != nil {
		return nil, err
	}
	if err := e.folder.create(); err != nil {
		return nil, err
	}
	now, background, err := e.splitStandIns(images)
	if err != nil {
		return nil, err
	}
	started := make(chan engineConfig, 1)
	build := e.buildInBackground(ctx, display, background, started)
	wanted, session, err := e.start(ctx, display, now)
	if err != nil {
		build.stop()
		return nil, err
	}
	started <- wanted
	login, err := e.folder.login()
	if err != nil {
		build.stop()
		session.Close()
		return nil, err
	}
	connection := e.newConnection(wanted, login, append(now, background...))
	connection.background, connection.session = build, session
	for _, reference := range images.Now {
		if err := connection.Wait(ctx, reference); err != nil {
			connection.Close()
			return nil, err
		}
	}
	return connection, nil
}

// start starts the engine with the stand-ins that it needs at once, and registers this run as its user.
func (e *Engine) start(ctx context.Context, display *progress.Display, images []standin.Image) (engineConfig, *os.File, error) {
	wanted, unlock, err := e.acquireToStart(ctx, display)
	if err != nil {
		return wanted, nil, err
	}
	defer unlock()
	if err := e.prepare(ctx, display, wanted, images); err != nil {
		return wanted, nil, err
	}
	session, err := e.folder.registerSession()
	return wanted, session, err
}

// prepare starts, restarts or refreshes the engine so that it has the wanted configuration and the stand-ins of images.
func (e *Engine) prepare(ctx context.Context, display *progress.Display, wanted engineConfig, images []standin.Image) error {
	why := ""
	if !e.folder.inUse() && e.folder.hasUnfinished(time.Now()) {
		why = "its build cache has unfinished copies that no process writes, as after a full disk"
	} else if e.serves(wanted) {
		// The run that started the engine may have been interrupted before the bridge existed.
		err := markBridge(wanted.Identity, e.folder.ipForwardFile())
		if err == nil {
			return e.refreshStandIns(ctx, display, wanted, images)
		}
		why = "its bridge cannot be marked: " + err.Error()
	}
	if e.folder.hasSupervisor() {
		display.Info("embedded engine: restarting: " + cmp.Or(why, e.whyRestart(wanted)))
		if err := e.stop(ctx, display); err != nil {
			return err
		}
	}
	if err := e.folder.removeUnfinished(); err != nil {
		return err
	}
	if addresses, err := hostAddresses(); err == nil && onlyIPv6(addresses) {
		display.Warn(noIPv4Warning)
	}
	builds, err := e.bringUp(ctx, display, wanted, e.missingStandIns(display, images))
	if err != nil {
		return err
	}
	if err := runStep(ctx, display, "engine: start", func(ctx context.Context) error { return e.launch(ctx, display, wanted) }); err != nil {
		return fmt.Errorf("embedded engine: start: %w", err)
	}
	if err := e.pushStandIns(ctx, display, wanted, builds); err != nil {
		return err
	}
	e.removeOldVersions(wanted)
	return nil
}

func (e *Engine) newConnection(c engineConfig, login Login, images []standin.Image) *Connection {
	return &Connection{Socket: e.folder.socket(), CLI: e.folder.cli(), Registry: c.Identity.registry(), Login: login, StandIns: references(images), pin: e.pin}
}

// Alive reports whether the engine runs and answers.
func (e *Engine) Alive() bool {
	return e.folder.hasSupervisor() && checkSocket(e.folder.socket()) == nil
}

// checkSocket returns an error unless a process accepts connections at the socket.
func checkSocket(socket string) error {
	connection, err := net.DialTimeout("unix", socket, time.Second)
	if err != nil {
		return err
	}
	return connection.Close()
}
