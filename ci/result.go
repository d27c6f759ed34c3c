package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dagger/python-pipeline/report"
	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/image"
	"python-pipeline/ci/module"
	"python-pipeline/ci/reports"
	"python-pipeline/ci/summary"
)

// runApp runs the pipeline on one app. What fails is part of the result.
func (j *job) runApp(ctx context.Context, a app) summary.App {
	started := time.Now()
	out := filepath.Join(j.dist, a.name)
	result := summary.App{Name: a.name}
	if err := removeReports(out); err != nil {
		result.Failures = failed("", err)
		return result
	}
	if a.err != nil {
		result.Failures = failed(report.StepPlan, a.err)
		return result
	}
	r, err := j.callModule(ctx, a, out)
	if j.session.EndedWith(err) {
		result.Failures = failed(report.StepBuild, engine.ErrEnded)
		result.Failures[0].Advice = "run again: it starts anew; `go run ./ci engine logs` shows its last words"
	} else if err != nil {
		result.Failures = failed(report.StepBuild, diskspace.Advise(err, j.roomAdvice()))
	} else {
		j.enter(ctx, &result, r, out)
		if result.FailedTests, err = j.failedTests(a, out); err != nil {
			result.Warnings = append(result.Warnings, err.Error())
		}
	}
	result.Seconds = time.Since(started).Seconds()
	return result
}

// callModule lets the module do the task. Until there is a scanner it does what
// needs none.
func (j *job) callModule(ctx context.Context, a app, out string) (*report.Report, error) {
	work := module.Work{
		Only: j.task.only, TestArgs: j.testArgs, Archive: j.task.archive || j.config.Archive,
		Tags:      j.config.Tags,
		Overwrite: j.config.Overwrite, PublishTimeout: time.Duration(j.config.PublishTimeout),
		Published: func(ctx context.Context, reference string) bool {
			return image.Published(ctx, reference, j.config.RegistryUsername, j.config.RegistryPassword.Reveal()) == nil
		},
	}
	work.Username, work.Password = j.login()
	var left []string
	if registry := j.registry(); registry != "" && j.task.gated() {
		work.Address = registry + "/" + a.name
		work.Tags, left = j.releaseTags(ctx, work.Address)
	}
	described := j.described(ctx, a)
	if j.task.gated() && !j.session.Ready(j.scannerName()) {
		before := work
		before.Only, before.Address = []string{report.StepTest, report.StepBuild, report.StepSmoke}, ""
		if r, err := j.module.All(ctx, described, before, out); err != nil || len(r.Failures) > 0 {
			return r, err
		}
		if err := j.session.Wait(ctx, j.scannerName()); err != nil {
			return nil, err
		}
		described.Scan.Image = j.scannerImage()
	}
	r, err := j.module.All(ctx, described, work, out)
	if err == nil {
		r.Warnings = append(r.Warnings, left...)
		if j.module.Kept(r) {
			j.display.Info(a.name + ": nothing has changed since the run that it is the result of")
		}
	}
	return r, err
}

// described says to the module what an app is.
func (j *job) described(ctx context.Context, a app) module.App {
	origin := j.origin(ctx, a)
	return module.App{
		Source: a.folder, Name: a.name,
		Python:        j.config.Python,
		IndexURL:      module.Secret{Name: "index-url", Value: j.config.PipIndexURL.Reveal()},
		ExtraIndexURL: module.Secret{Name: "extra-index-url", Value: j.config.PipExtraIndexURL.Reveal()},
		HTTPProxy:     module.Secret{Name: "http-proxy", Value: j.config.HTTPProxy.Reveal()},
		HTTPSProxy:    module.Secret{Name: "https-proxy", Value: j.config.HTTPSProxy.Reveal()},
		NoProxy:       j.config.NoProxy,
		CA:            j.config.SSLCertFile,
		Revision:      origin.Commit, Created: origin.Created, Repository: origin.Repository,
		Fresh: j.fresh(), Day: j.day, StepTimeout: time.Duration(j.config.StepTimeout),
		Scan: module.Scan{
			Image:         j.scannerImage(),
			Database:      j.database.folder,
			Repositories:  j.config.TrivyDBRepository,
			Severity:      j.config.TrivySeverity,
			IgnoreUnfixed: j.config.TrivyIgnoreUnfixed,
			ExitOnEOL:     j.config.TrivyExitOnEOL,
			Ignorefile:    j.config.TrivyIgnorefile,
		},
	}
}

// enter writes a report into a result, and what only the registry knows.
func (j *job) enter(ctx context.Context, result *summary.App, r *report.Report, out string) {
	result.Warnings, result.Coverage, result.Digest = r.Warnings, r.Coverage, r.Digest
	if r.Tests != nil {
		result.Tests = *r.Tests
	}
	result.Scan = j.scanned(r.Scan)
	for _, f := range r.Failures {
		result.Failures = append(result.Failures, j.failure(f))
	}
	if result.Failed() {
		result.Digest, result.Pushed = "", pushed(r, j.registry()+"/"+result.Name)
		return
	}
	if err := j.enterPublished(ctx, result, r, out); err != nil {
		result.Failures = failed(report.StepPublish, err)
		return
	}
	if err := j.enterArchive(ctx, result, out); err != nil {
		result.Failures = failed(report.StepArchive, err)
	}
}

// pushed is what a push that failed left at the registry: the tags, or without
// one the image itself.
func pushed(r *report.Report, address string) []string {
	if len(r.References) == 0 && r.Digest != "" {
		return []string{address + "@" + r.Digest}
	}
	return r.References
}

// failed is what a step that ci does itself came to.
func failed(step string, err error) []summary.Failure {
	return []summary.Failure{{Step: step, Error: err.Error()}}
}

// failure is one of a report's. To an error on a missing image it adds those that
// the embedded engine's mirror can have.
func (j *job) failure(f report.Failure) summary.Failure {
	if len(j.session.Replaceable) > 0 && strings.Contains(f.Problem, "the image cannot be pulled") {
		f.Advice = "docker.io is not used here, and of its images there are stand-ins for " + strings.Join(j.session.Replaceable, ", ")
	}
	// What a test says of a full disk may be about one that it made itself.
	if diskspace.Says(f.Problem) || f.Step != report.StepTest && diskspace.Says(f.Output) {
		f.Advice = j.roomAdvice()
	}
	return summary.Failure{Step: f.Step, Error: f.Problem, Output: f.Output, Advice: f.Advice}
}

// enterPublished notes where the image is, in the result and in a file. It is there
// whether or not this machine can read it: a registry may be one that only the
// engine is configured for.
func (j *job) enterPublished(ctx context.Context, result *summary.App, r *report.Report, out string) error {
	if len(r.References) == 0 {
		if j.registry() == "" && j.task.gated() {
			result.NotPublished = "set PIPELINE_REGISTRY"
		}
		return nil
	}
	result.Reference, _, _ = strings.Cut(r.References[0], "@")
	result.Tags = tagsOf(r.References)
	facts, err := image.Inspect(ctx, r.References[0], j.config.RegistryUsername, j.config.RegistryPassword.Reveal())
	if err != nil {
		result.Warnings = append(slices.Clone(result.Warnings), fmt.Sprintf("published, but its size is not known: %v; check that this machine, too, can reach the registry and log in there", err))
	}
	result.Bytes, result.Layers = facts.Bytes, facts.Layers
	folder, err := reports.OpenApp(out)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Write(report.Digest, []byte(r.Digest+"\n"))
}

// enterArchive describes the image's archive, and loads it where that is asked for.
func (j *job) enterArchive(ctx context.Context, result *summary.App, out string) error {
	file := filepath.Join(out, report.Archive)
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	facts, digest, err := image.InspectArchive(file)
	if err != nil {
		return err
	}
	result.Bytes, result.Layers = facts.Bytes, facts.Layers
	if result.Digest == "" {
		result.Digest = digest
	}
	if j.task.load {
		return image.Load(ctx, file, result.Name, j.display)
	}
	return nil
}
