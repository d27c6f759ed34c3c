package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/settings"
)

// Does everything in one call and gives the files of the run.
//
// It builds, tests, starts and scans the image and, when an address is given,
// publishes it once all of that passed. What fails is no error: report.json says
// what was done and what failed; beside it are junit.xml, coverage.xml, what
// scan gives and, if asked for, image.tar.
//
// The engine keeps these files and gives them again for a call with equal
// arguments, failures and a published image included: the argument run tells
// whether it did, and again has the call carried out.
func (m *PythonPipeline) All(
	ctx context.Context,
	// Day whose security updates and vulnerability database count, such as "2026-11-25".
	day string,
	// Any text of this call's own, which report.json repeats.
	// Another one there is that of the call whose files the engine has kept.
	// It is a secret so that it makes no call differ from another.
	// +optional
	run *dagger.Secret,
	// Any text; a new one has everything done again for which the engine has kept the files.
	// +optional
	again string,
	// Registry and repository without a tag, such as "ghcr.io/acme/shop".
	// Without it nothing is published.
	// +optional
	address string,
	// Tags of the image.
	// +optional
	// +default=["latest"]
	tags []string,
	// User name for the registry.
	// +optional
	username string,
	// Password or token for the registry.
	// +optional
	password *dagger.Secret,
	// Let a tag that is a full version, such as 1.2.3, move to another image.
	// +optional
	overwrite bool,
	// Time that the registry has to take the image, further attempts after an error included.
	// +optional
	// +default="10m"
	publishTimeout string,
	// Steps to run; by default all of them.
	// "publish" takes all others with it: there is no way round the gates.
	// +optional
	only []Step,
	// Further arguments for the test command.
	// +optional
	testArgs []string,
	// Write the image as an OCI archive, image.tar.
	// +optional
	archive bool,
) (*dagger.Directory, error) {
	app := *m
	app.Day = day
	r, files, err := app.run(ctx, runOptions{
		address: address, tags: tags, username: username, password: password, overwrite: overwrite, publishTimeout: publishTimeout,
		only: only, testArgs: testArgs, archive: archive,
	})
	if err != nil {
		return nil, err
	}
	if run != nil {
		if r.Run, err = run.Plaintext(ctx); err != nil {
			return nil, err
		}
	}
	return withReport(files, r)
}

// runOptions say what a run is to do.
type runOptions struct {
	address  string
	tags     []string
	username string
	password *dagger.Secret
	only     []Step
	testArgs []string
	archive  bool

	overwrite      bool
	publishTimeout string
	timeout        time.Duration // what publishTimeout says
}

// wants says whether a step is to run. Publishing takes every gate with it.
func (o runOptions) wants(step Step) bool {
	return len(o.only) == 0 || slices.Contains(o.only, StepPublish) || slices.Contains(o.only, step)
}

// check refuses what would publish an image that is not wholly tested.
func (o *runOptions) check() error {
	if o.address == "" || !o.wants(StepPublish) {
		return nil
	}
	if len(o.testArgs) > 0 {
		return errors.New("test arguments: an image is not published with a part of its tests; leave them or the address out")
	}
	if (*settings.Duration)(&o.timeout).UnmarshalText([]byte(o.publishTimeout)) != nil {
		return fmt.Errorf("publish-timeout: %q is not a valid duration; write it like 10m or 90s", o.publishTimeout)
	}
	return checkTags(o.tags)
}

// run does what the options ask for. Failed gates are in the report; the error
// is for a run that could not be carried out.
func (m *PythonPipeline) run(ctx context.Context, o runOptions) (*report.Report, *dagger.Directory, error) {
	m, p, err := m.begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := o.check(); err != nil {
		return nil, nil, err
	}
	r := &recorder{app: p.Name, report: newReport(p), files: dag.Directory()}
	var wait sync.WaitGroup
	if o.wants(StepTest) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			r.step(ctx, report.StepTest, func(ctx context.Context) (*report.Failure, error) { return m.runTestStep(ctx, r, p, o) })
		}()
	}
	var prod *dagger.Container
	if o.wants(StepBuild) || o.wants(StepSmoke) || o.wants(StepScan) || o.archive {
		r.step(ctx, report.StepBuild, func(ctx context.Context) (failure *report.Failure, err error) {
			if prod, err = m.prod(ctx, p); err == nil {
				prod, err = prod.Sync(ctx)
			}
			return nil, err
		})
	}
	if prod != nil && o.wants(StepScan) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			r.step(ctx, report.StepScan, func(ctx context.Context) (*report.Failure, error) { return m.runScanStep(ctx, r, p, prod) })
		}()
	}
	if prod != nil && o.wants(StepSmoke) {
		r.step(ctx, report.StepSmoke, func(ctx context.Context) (*report.Failure, error) {
			result, err := m.smoke(ctx, prod, p)
			if err != nil {
				return nil, err
			}
			r.report.Processes = result.Processes
			return result.failure(p), nil
		})
	}
	wait.Wait()
	r.report.Settle()
	if prod == nil || len(r.report.Failures) > 0 {
		return r.report, r.files, ctx.Err()
	}
	if o.archive {
		r.files = r.files.WithFile(report.Archive, prod.AsTarball())
	}
	if o.address != "" && o.wants(StepPublish) {
		r.step(ctx, report.StepPublish, func(ctx context.Context) (*report.Failure, error) { return m.runPublishStep(ctx, r, prod, o) })
	}
	return r.report, r.files, ctx.Err()
}

func (m *PythonPipeline) runScanStep(ctx context.Context, r *recorder, p *plan.Plan, prod *dagger.Container) (*report.Failure, error) {
	result, err := m.scan(ctx, p, prod, false)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Scan = result.scan
	r.report.Warnings = append(r.report.Warnings, result.scan.Warnings()...)
	r.files = r.files.WithDirectory("/", result.files)
	return result.scan.Failure(), nil
}

func (m *PythonPipeline) runTestStep(ctx context.Context, r *recorder, p *plan.Plan, o runOptions) (*report.Failure, error) {
	result, err := m.runTests(ctx, p, o.testArgs)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	result.enter(r.report)
	r.files = r.files.WithDirectory("/", result.files)
	return result.failure, nil
}
