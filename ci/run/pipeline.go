package run

import (
	"context"
	"sync"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/image"
	"python-pipeline/ci/module"
	"python-pipeline/ci/summary"
)

// A pipeline carries out a task on the apps of a session.
type pipeline struct {
	*Session
	task     Task
	database database // of the scan, if any
}

// runAll works on all apps at the same time.
func (p *pipeline) runAll(ctx context.Context) []summary.App {
	results := make([]summary.App, len(p.Apps))
	var wait sync.WaitGroup
	for i, a := range p.Apps {
		wait.Go(func() { results[i] = p.runApp(ctx, a) })
	}
	wait.Wait()
	return results
}

// newResult removes an app's reports of an earlier run and returns its first result, failed if the app has no plan.
func (r *Run) newResult(a apps.App) summary.App {
	result := summary.NewApp(a.Name)
	if err := removeReports(r.reportsOf(a)); err != nil {
		result.Failures = failures("", err)
	} else if a.Err != nil {
		result.Failures = failures(report.StepPlan, a.Err)
	}
	return result
}

// runApp runs the pipeline on one app. Failures are part of the result.
func (p *pipeline) runApp(ctx context.Context, a apps.App) summary.App {
	started := time.Now()
	result := p.newResult(a)
	if result.Failed() {
		return result
	}
	out := p.reportsOf(a)
	r, err := p.callModule(ctx, a, out)
	if p.Engine.EndedWith(err) {
		result.Failures = failures(report.StepBuild, engine.ErrEnded)
		result.Failures[0].Advice = "run again: it starts anew; `go run ./ci engine logs` shows its last output"
	} else if err != nil {
		result.Failures = failures(report.StepBuild, diskspace.Advise(err, p.roomAdvice(p.Engine)))
	} else {
		result.Report = *r
		p.complete(ctx, &result, a, out)
	}
	result.Seconds = time.Since(started).Seconds()
	return result
}

// callModule lets the module do the task: first the steps that need no scanner, if the scanner's image is not ready yet.
func (p *pipeline) callModule(ctx context.Context, a apps.App, out string) (*report.Report, error) {
	work := module.Work{
		Only: p.task.Only, TestArgs: p.task.TestArgs, Archive: p.task.Archive || p.Config.Archive,
		Tags: p.Config.Tags, Overwrite: p.Config.Overwrite, PublishTimeout: time.Duration(p.Config.PublishTimeout),
		Published: func(ctx context.Context, reference string) bool {
			return image.CheckPublished(ctx, reference, p.Config.RegistryUsername, p.Config.RegistryPassword.Reveal()) == nil
		},
	}
	work.Username, work.Password = p.login()
	var warnings []string
	if registry := p.registry(); registry != "" && p.task.gated() {
		work.Address = registry + "/" + a.Name
		work.Tags, warnings = p.releaseTags(ctx, work.Address)
	}
	app := p.Describe(a)
	app.Scanner.Database = p.database.folder
	if p.task.gated() && !p.Engine.Ready(scannerName(p.Config)) {
		before := work
		before.Only, before.Address = []string{report.StepTest, report.StepBuild, report.StepSmoke}, ""
		if r, err := p.Module.All(ctx, app, before, out); err != nil || len(r.Failures) > 0 {
			return r, err
		}
		if err := p.Engine.Wait(ctx, scannerName(p.Config)); err != nil {
			return nil, err
		}
		app.Scanner.Image = p.scannerImage()
	}
	r, err := p.Module.All(ctx, app, work, out)
	if err == nil {
		r.Warnings = append(r.Warnings, warnings...)
		if p.Module.Kept(r) {
			p.Display.Info(a.Name + ": nothing has changed, so this is the result of an earlier run")
		}
	}
	return r, err
}
