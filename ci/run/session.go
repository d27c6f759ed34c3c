package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/config"
	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/module"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/redact"
	"python-pipeline/ci/reports"
	"python-pipeline/ci/revision"
	"python-pipeline/ci/spans"
	"python-pipeline/ci/summary"
)

// A Session is an engine that has loaded the module, for a run.
type Session struct {
	*Run
	Engine    *engine.Session              // the connection to the engine
	Module    *module.Module               // the loaded module
	revisions map[string]revision.Revision // of the apps, by folder
}

// InSession finds an engine for apps of the run, loads the module, does the work and closes the session. The images are those
// that are needed beside the apps' own; the handler gets the engine's spans and logs.
func (r *Run) InSession(ctx context.Context, all []apps.App, images embedded.Images, handler spans.Handler, work func(*Session) error) (found summary.Engine, err error) {
	receiver, err := spans.Listen(handler)
	if err != nil {
		return found, err
	}
	defer receiver.Close()
	log, closeLog, err := r.openLog()
	if err != nil {
		return found, err
	}
	defer closeLog()
	images.Now = append(apps.Images(all), images.Now...)
	connection, err := engine.Connect(ctx, r.Config, r.Display, engine.Options{Environment: receiver.Env(), Log: log, Images: images})
	if err != nil {
		return found, err
	}
	defer func() {
		// An interruption is no error of the client, and each app's result reports the end of the engine.
		if closeErr := connection.Close(); closeErr != nil && ctx.Err() == nil && !errors.Is(closeErr, engine.ErrEnded) {
			err = errors.Join(err, closeErr)
		}
	}()
	found = summary.Engine{Kind: connection.Kind, Version: connection.Version, StandIns: connection.StandIns}
	loaded, err := r.loadModule(ctx, connection)
	if err != nil {
		return found, r.adviseRoom(connection, err)
	}
	return found, work(&Session{Run: r, Engine: connection, Module: loaded, revisions: r.readRevisions(ctx, all)})
}

// ModuleReference returns the module of the settings, or else the repository's own.
func ModuleReference(root string, c *config.Config) string { return cmp.Or(c.Module, root) }

func (r *Run) loadModule(ctx context.Context, connection *engine.Session) (*module.Module, error) {
	key, err := module.ReadKey(r.Config.CacheDir)
	if err != nil {
		return nil, err
	}
	loading := r.Display.Start("module: load")
	loaded, err := module.Serve(ctx, connection.Client, ModuleReference(r.Root, r.Config), key, time.Duration(r.Config.StepTimeout))
	if connection.EndedWith(err) {
		err = fmt.Errorf("%w; run again: it starts anew", engine.ErrEnded)
	}
	if err != nil {
		loading.Fail(nil)
		return nil, err
	}
	loading.Done("")
	return loaded, nil
}

// openLog creates the log file of Dagger's client. The function closes it.
func (s Setup) openLog() (io.Writer, func(), error) {
	folder, err := reports.Open(s.dist())
	if err != nil {
		return nil, nil, err
	}
	defer folder.Close()
	file, err := folder.Create(reports.EngineLog)
	if err != nil {
		return nil, nil, err
	}
	log := redact.New(file)
	return log, func() { log.Close() }, nil
}

// adviseRoom adds advice to an error of an engine whose disk is full, or nearly so.
func (s Setup) adviseRoom(connection *engine.Session, err error) error {
	if connection.Kind == engine.KindEmbedded {
		return embedded.AdviseRoom(err, s.Config.CacheDir)
	}
	return diskspace.Advise(err, s.roomAdvice(connection))
}

// roomAdvice returns the advice for a full disk of the engine.
func (s Setup) roomAdvice(connection *engine.Session) string {
	if connection.Kind == engine.KindEmbedded {
		return embedded.RoomAdvice(s.Config.CacheDir)
	}
	return "free some space where the engine keeps its build cache"
}

// ShowSteps returns a handler of spans that shows the module's steps while they run. A failed stage is shown without a reason,
// which its step reports.
func ShowSteps(display *progress.Display) func(spans.Span) {
	running := map[string]*progress.Task{}
	return func(span spans.Span) {
		step := span.Attributes[report.TraceStep]
		if step == "" {
			return
		}
		task, known := running[span.ID]
		if !known {
			task = display.Start(span.Name)
			running[span.ID] = task
		}
		switch {
		case span.End.IsZero():
		case span.Failed && slices.Contains(report.Stages, step):
			task.Fail(nil)
		case span.Failed:
			task.Fail(errors.New(span.Message))
		default:
			task.Done("")
		}
	}
}
