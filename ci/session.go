package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/module"
	"python-pipeline/ci/redact"
	"python-pipeline/ci/reports"
	"python-pipeline/ci/spans"
	"python-pipeline/ci/summary"
)

// inSession finds an engine for the apps, serves the module, does the work and
// closes the session. The handler gets what the engine tells of it.
func (j *job) inSession(ctx context.Context, apps []app, handler spans.Handler, work func() error) (err error) {
	receiver, err := spans.Listen(handler)
	if err != nil {
		return err
	}
	defer receiver.Close()
	log, closeLog, err := j.openLog()
	if err != nil {
		return err
	}
	defer closeLog()
	j.session, err = engine.Connect(ctx, j.config, j.display, engine.Options{Environment: receiver.Env(), Log: log, Images: images(apps), Later: j.later()})
	if err != nil {
		return err
	}
	defer func() {
		// The client says that it was interrupted when it was; of an engine that
		// ended each app's result speaks.
		if closeErr := j.session.Close(); closeErr != nil && ctx.Err() == nil && !errors.Is(closeErr, engine.ErrEnded) {
			err = errors.Join(err, closeErr)
		}
	}()
	j.engine = summary.Engine{Kind: j.session.Kind, Version: j.session.Version, StandIns: j.session.StandIns}
	if err := j.serve(ctx); err != nil {
		return j.advised(err)
	}
	return work()
}

// later lists the images that are needed only when the apps are built.
func (j *job) later() []string {
	if !j.task.gated() {
		return nil
	}
	return []string{j.scannerName()}
}

// moduleReference says which module does the work: the repository's own, unless
// the settings name another.
func moduleReference(root string, c *config.Config) string { return cmp.Or(c.Module, root) }

func (j *job) serve(ctx context.Context) error {
	key, err := module.ReadKey(j.config.CacheDir)
	if err != nil {
		return err
	}
	loading := j.display.Start("module: load")
	j.module, err = module.Serve(ctx, j.session.Client, moduleReference(j.root, j.config), key, time.Duration(j.config.StepTimeout))
	if j.session.EndedWith(err) {
		err = fmt.Errorf("%w; run again: it starts anew", engine.ErrEnded)
	}
	if err != nil {
		loading.Fail(nil)
		return err
	}
	loading.Done("")
	return nil
}

// logName is the file of what Dagger's client does.
const logName = "dagger.log"

// openLog gives the file to which Dagger's client writes what it does.
func (j *job) openLog() (io.Writer, func(), error) {
	folder, err := reports.Open(j.dist)
	if err != nil {
		return nil, nil, err
	}
	defer folder.Close()
	file, err := folder.Create(logName)
	if err != nil {
		return nil, nil, err
	}
	log := redact.New(file)
	return log, func() { log.Close() }, nil
}
