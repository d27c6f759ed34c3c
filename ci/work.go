package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"dagger/python-pipeline/day"

	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/module"
	"python-pipeline/ci/spans"
	"python-pipeline/ci/summary"
)

// A task is what a command does with its apps.
type task struct {
	only                       []string // steps; none for all of them
	archive, load, mustPublish bool
}

// gated tells whether images have to pass all gates, the scan included, and are
// published then. What some steps made is for nobody else.
func (t task) gated() bool { return len(t.only) == 0 }

// work runs the pipeline on the apps of a command line, all at the same time,
// and prints what came of them.
func (e *environment) work(ctx context.Context, c *call, t task) error {
	u, err := e.begin(ctx, c)
	if err != nil {
		return err
	}
	j, apps, err := e.newJob(ctx, c)
	if err == nil {
		err = checkDist(j.dist, apps)
	}
	if err != nil {
		return errors.Join(err, u.fail(ctx, err))
	}
	j.task = t
	// runApp removes them again, and reports an error.
	for _, a := range apps {
		_ = removeReports(filepath.Join(j.dist, a.name))
	}
	var results []summary.App
	if canWork(apps) {
		results, err = j.run(ctx, apps)
	} else {
		results = j.all(ctx, apps)
	}
	e.display.Close()
	return u.conclude(ctx, summary.New(j.engine, results, time.Since(u.started), err), os.Stdout, bool(e.config.NoColor))
}

// newJob reads the apps of a command line.
func (e *environment) newJob(ctx context.Context, c *call) (*job, []app, error) {
	root, err := findRepository()
	if err != nil {
		return nil, nil, err
	}
	apps, err := findApps(ctx, root, e.folders(root, c), e.config)
	if err != nil {
		return nil, nil, err
	}
	today, err := day.Of(e.config.Day, time.Now())
	if err != nil {
		return nil, nil, err
	}
	return &job{environment: e, testArgs: c.rest, root: root, dist: e.dist(root), day: today}, apps, nil
}

// folders are those of the command line, else of PIPELINE_APPS. Arguments are
// relative to where one stands, the variable is not.
func (e *environment) folders(root string, c *call) []string {
	if len(c.arguments) > 0 {
		return c.arguments
	}
	var folders []string
	for _, folder := range e.config.Apps {
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(root, folder)
		}
		folders = append(folders, folder)
	}
	return folders
}

// A job is one run of a task.
type job struct {
	*environment
	task     task
	testArgs []string
	root     string
	dist     string
	day      string // taken once, so that midnight does not change it
	engine   summary.Engine
	session  *engine.Session
	module   *module.Module
	database database
	origins  origins
}

// run opens a session and works on all apps. The error is for what failed
// outside the apps.
func (j *job) run(ctx context.Context, apps []app) (results []summary.App, err error) {
	err = j.inSession(ctx, apps, spans.Handler{Span: showSteps(j.display)}, func() error {
		if j.task.mustPublish && j.registry() == "" {
			return fmt.Errorf("publish: there is nowhere to publish to: the %s engine has no registry of its own; set PIPELINE_REGISTRY", j.session.Kind)
		}
		if j.task.gated() {
			var err error
			if j.database, err = j.openDatabase(ctx); err != nil {
				return diskspace.Advise(err, embedded.RoomAdvice(j.config.CacheDir))
			}
		}
		results = j.all(ctx, apps)
		return nil
	})
	return results, err
}

// all works on the apps at the same time.
func (j *job) all(ctx context.Context, apps []app) []summary.App {
	results := make([]summary.App, len(apps))
	var wait sync.WaitGroup
	for i, app := range apps {
		wait.Go(func() { results[i] = j.runApp(ctx, app) })
	}
	wait.Wait()
	return results
}

// canWork says whether there is any app that an engine is needed for.
func canWork(apps []app) bool {
	return slices.ContainsFunc(apps, func(a app) bool { return a.err == nil })
}

// registry is the place before the apps' names, empty for nowhere.
func (j *job) registry() string {
	if j.config.Registry != "" {
		return j.config.Registry
	}
	return j.session.Registry
}

// fresh is a new value when passed tests are to run again.
func (j *job) fresh() string {
	if j.config.Fresh {
		return strconv.FormatInt(time.Now().UnixNano(), 36)
	}
	return ""
}

// findRepository looks for the module's dagger.json from the working folder
// upwards.
func findRepository() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "dagger.json")); err == nil {
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("module: no dagger.json in %s or above; run this in a clone of the repository", start)
		}
	}
}
