package main

import (
	"context"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/options"
	"dagger/python-pipeline/push"
	"dagger/python-pipeline/report"
)

// A step of a run.
type Step string

// The values are the names that report.json has for them.
const (
	// Runs the tests.
	StepTest Step = report.StepTest
	// Builds the image.
	StepBuild Step = report.StepBuild
	// Starts the image and checks that the app works.
	StepSmoke Step = report.StepSmoke
	// Scans the image.
	StepScan Step = report.StepScan
	// Pushes the image, if an address is given and all other steps passed.
	StepPublish Step = report.StepPublish
)

// Runs all steps in one call and returns their results.
//
// It builds, tests, starts and scans the image, and publishes it if an address is
// given and all steps passed. A failed step is not an error: the result lists it.
//
// The engine caches the result for calls with equal arguments, even if steps
// failed or the image was published. The argument run shows whether a result is
// from the cache; a new value of the argument again avoids the cache.
func (m *PythonPipeline) All(
	ctx context.Context,
	// Day of the security updates and the vulnerability database, such as "2026-11-25".
	day string,
	// Any text, which the result repeats.
	// A result with another text is from the cache: it is that of an earlier call.
	// The argument is a secret because calls with different secrets are equal to the cache.
	// +optional
	run *dagger.Secret,
	// Any text; with a new one all steps run again, even if their results are in the cache.
	// +optional
	again string,
	// Registry and repository without a tag, such as "ghcr.io/acme/shop".
	// Without it the image is not published.
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
	// Time limit of the push, including further attempts after an error.
	// +optional
	// +default="10m"
	publishTimeout string,
	// Steps to run; by default all of them.
	// "publish" always includes all others, because no image is published without its gates.
	// +optional
	only []Step,
	// Further arguments for the test command.
	// +optional
	testArgs []string,
	// Write the image as an OCI archive, image.tar.
	// +optional
	archive bool,
) (*Result, error) {
	app := *m
	app.Day = day
	o := options.Run{
		TestArgs: testArgs, Archive: archive, PublishTimeout: publishTimeout,
		Target: push.Options{Address: address, Tags: tags, Overwrite: overwrite},
	}
	for _, step := range only {
		o.Only = append(o.Only, string(step))
	}
	r, files, err := app.run(ctx, o, registryLogin{address, username, password})
	if err == nil && run != nil {
		r.Run, err = run.Plaintext(ctx)
	}
	if err != nil {
		return nil, err
	}
	all, err := withReport(files, r)
	if err != nil {
		return nil, err
	}
	return &Result{
		Run: r.Run, References: r.References, Digest: r.Digest, Failures: failures(r), Report: all.File(report.File), Files: all,
	}, nil
}

// The result of a run.
type Result struct {
	// Text that the caller gave the run.
	Run string
	// Tags of the published image, each with its digest.
	References []string
	// Digest of the published image, empty if none was published.
	Digest string
	// Why steps failed; none if all passed.
	Failures []*Failure
	// The whole report of the run, as JSON.
	Report *dagger.File
	// The report and the files of all steps.
	//
	// They are report.json, junit.xml, coverage.xml, trivy.txt, trivy.json,
	// trivy.sarif, sbom.cdx.json, sbom.spdx.json and, on request, image.tar.
	Files *dagger.Directory
}
