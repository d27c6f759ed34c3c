package main

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/trivy"
)

// Scans the image with Trivy; a finding that stops it is an error.
//
// The key scan sets which findings stop it.
//
// +check
// +cache="session"
func (m *PythonPipeline) Scan(
	ctx context.Context,
	// Scan the dev stage instead, with the tests and their requirements.
	// +optional
	dev bool,
) (*ScanResult, error) {
	return m.scanGate(ctx, dev, true)
}

// Scans the image with Trivy; findings are in the result.
//
// +cache="session"
func (m *PythonPipeline) ScanReport(
	ctx context.Context,
	// Scan the dev stage instead, with the tests and their requirements.
	// +optional
	dev bool,
) (*ScanResult, error) {
	return m.scanGate(ctx, dev, false)
}

// Lists the contents of the image, as CycloneDX and SPDX.
//
// +cache="session"
func (m *PythonPipeline) Sbom(ctx context.Context) (*Sbom, error) {
	_, files, err := m.scanStage(ctx, false)
	if err != nil {
		return nil, err
	}
	return newSbom(files), nil
}

// scanGate scans prod or dev. As a gate it returns an error if a finding stops the image.
func (m *PythonPipeline) scanGate(ctx context.Context, dev, gate bool) (*ScanResult, error) {
	r, files, err := m.scanStage(ctx, dev)
	if err != nil {
		return nil, err
	}
	if failure := r.Scan.Failure(); failure != nil {
		if gate {
			return nil, &gateError{*failure}
		}
		r.Fail(*failure)
	}
	return newScanResult(r, files)
}

// scanStage scans prod or dev.
func (m *PythonPipeline) scanStage(ctx context.Context, dev bool) (*report.Report, *dagger.Directory, error) {
	b, err := m.begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	stageOf := b.prod
	if dev {
		stageOf = b.dev
	}
	stage, err := stageOf(ctx)
	if err != nil {
		return nil, nil, explain(report.StepBuild, err)
	}
	result, err := b.scan(ctx, stage)
	if err != nil {
		return nil, nil, explain(report.StepScan, err)
	}
	r := newReport(b.plan)
	result.addTo(r)
	return r, result.files, nil
}

type scanResult struct {
	files *dagger.Directory
	scan  *report.Scan
	image *report.Image
}

// addTo adds the result to a report, without the failure, which is the step's.
func (s *scanResult) addTo(r *report.Report) {
	r.Scan = s.scan
	r.Image = cmp.Or(r.Image, s.image)
	r.Warnings = append(r.Warnings, s.scan.Warnings()...)
}

// scan scans an image unless the cache has the result of the same image and database. A scan that does not see all of
// the image is an error.
func (b *build) scan(ctx context.Context, image *image) (*scanResult, error) {
	database := b.database()
	ignored, err := b.ignored(ctx)
	if err != nil {
		return nil, err
	}
	var contents installed.Image
	var inBase, releases []string
	var metadata report.Database
	var key string
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return b.pull(groupCtx, report.StepScan, b.TrivyImage, tool(b.TrivyImage)) })
	fetch(groupCtx, group, &inBase, b.basePackages)
	fetch(groupCtx, group, &contents, image.contents)
	fetch(groupCtx, group, &releases, func(ctx context.Context) ([]string, error) { return b.releases(ctx, database) })
	fetch(groupCtx, group, &metadata, func(ctx context.Context) (report.Database, error) { return b.describeDatabase(ctx, database) })
	fetch(groupCtx, group, &key, func(ctx context.Context) (string, error) {
		return b.scanKey(ctx, image.Container, database, ignored)
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	release, err := contents.Release()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(releases, release) {
		return nil, &gateError{report.UnknownRelease(release, releases)}
	}
	files, err := b.trivyReports(ctx, image.Container, database, ignored, key)
	if err != nil {
		return nil, err
	}
	content, err := files.File(report.Trivy).Contents(ctx)
	if err != nil {
		return nil, err
	}
	found, err := readReport(content, contents)
	if err != nil {
		// Another scan of the same image may see all of it.
		return nil, errors.Join(err, b.forgetScan(ctx, key))
	}
	sarif, err := files.File(report.TrivySARIF).Contents(ctx)
	if err != nil {
		return nil, err
	}
	if sarif, err = trivy.WithRunID(sarif, b.plan.Name); err != nil {
		return nil, err
	}
	files = files.WithNewFile(report.TrivySARIF, sarif)
	if found.HasSecretInConfiguration() {
		if content, err = trivy.WithoutConfiguration(content); err != nil {
			return nil, err
		}
		files = files.WithNewFile(report.Trivy, content)
	}
	manifest, err := readManifest(ctx, files.File(manifestName))
	if err != nil {
		return nil, err
	}
	// The archive of an equal image may have another digest: the times of its layers may differ.
	manifest.Digest = ""
	gate := trivy.Gate{Scan: b.plan.Scan, StartsAsRoot: b.plan.ImageUser() != plan.Owner, BasePackages: inBase, Upgrade: b.plan.Upgrade}
	counts, suppressed := trivy.Count(found)
	return &scanResult{files: files.WithoutFile(manifestName), image: manifest, scan: &report.Scan{
		Database: metadata, Counts: counts, Suppressed: suppressed,
		Findings: append([]finding.Finding{}, gate.Judge(found)...), Reported: append([]finding.Finding{}, trivy.Reported(found)...),
	}}, nil
}

// readReport reads Trivy's report and checks that it has all packages of the image.
func readReport(content string, contents installed.Image) (*trivy.Report, error) {
	found, err := trivy.Read(content)
	if err != nil {
		return nil, err
	}
	if unseen := found.Unseen(contents); len(unseen) > 0 {
		return nil, &gateError{report.Blind(unseen)}
	}
	return found, nil
}
