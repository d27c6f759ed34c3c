package main

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/trivy"
)

// Scans the image with Trivy; a finding that stops it is an error.
//
// It gives Trivy's report as trivy.txt, trivy.json and trivy.sarif, and the
// bills of materials. What stops an image the key scan says.
//
// +check
// +cache="session"
func (m *PythonPipeline) Scan(
	ctx context.Context,
	// Scan the dev stage instead, with the tests and what they need.
	// +optional
	dev bool,
) (*dagger.Directory, error) {
	_, result, err := m.scanStage(ctx, dev)
	if err != nil {
		return nil, err
	}
	if failure := result.scan.Failure(); failure != nil {
		return nil, &gateError{*failure}
	}
	return result.files, nil
}

// Scans the image with Trivy; a finding is in the report, and no error.
//
// It gives what scan gives, and report.json, which says what stops it.
//
// +cache="session"
func (m *PythonPipeline) ScanReport(
	ctx context.Context,
	// Scan the dev stage instead, with the tests and what they need.
	// +optional
	dev bool,
) (*dagger.Directory, error) {
	p, result, err := m.scanStage(ctx, dev)
	if err != nil {
		return nil, err
	}
	r := newReport(p)
	r.Scan = result.scan
	r.Warnings = append(r.Warnings, result.scan.Warnings()...)
	if failure := result.scan.Failure(); failure != nil {
		r.Failures = append(r.Failures, *failure)
	}
	return withReport(result.files, r)
}

// Lists what is in the image, as CycloneDX and SPDX.
//
// The files are sbom.cdx.json and sbom.spdx.json.
//
// +cache="session"
func (m *PythonPipeline) Sbom(ctx context.Context) (*dagger.Directory, error) {
	_, result, err := m.scanStage(ctx, false)
	if err != nil {
		return nil, err
	}
	return dag.Directory().WithDirectory("/", result.files, dagger.DirectoryWithDirectoryOpts{Include: []string{"sbom.*"}}), nil
}

// scanStage scans prod, or dev.
func (m *PythonPipeline) scanStage(ctx context.Context, dev bool) (*plan.Plan, *scanResult, error) {
	m, p, err := m.begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	build := m.prod
	if dev {
		build = m.dev
	}
	stage, err := build(ctx, p)
	if err != nil {
		return nil, nil, explained(report.StepBuild, err)
	}
	result, err := m.scan(ctx, p, stage, dev)
	return p, result, explained(report.StepScan, err)
}

// scanResult is what a scan came to.
type scanResult struct {
	files *dagger.Directory
	scan  *report.Scan
}

// scan scans the image of prod, or of dev, unless the same one has been scanned
// with the same database. A scan that does not see all of the image is an error.
func (m *PythonPipeline) scan(ctx context.Context, p *plan.Plan, image *dagger.Container, dev bool) (*scanResult, error) {
	database := m.database()
	ignored, err := m.accepted(ctx, p)
	if err != nil {
		return nil, err
	}
	var contents installed.Image
	var inBase, releases []string
	var updated, key string
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return m.pull(groupCtx, report.StepScan, m.TrivyImage) })
	group.Go(func() (err error) {
		inBase, err = m.basePackages(groupCtx, p)
		return err
	})
	group.Go(func() (err error) {
		contents, err = m.contents(groupCtx, p, dev)
		return err
	})
	group.Go(func() (err error) {
		releases, err = m.releases(groupCtx, database)
		return err
	})
	group.Go(func() (err error) {
		updated, err = updatedOf(groupCtx, database)
		return err
	})
	group.Go(func() (err error) {
		key, err = m.scanKey(groupCtx, p, image, database, ignored)
		return err
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
	files, err := m.scanned(ctx, p, image, database, ignored, key)
	if err != nil {
		return nil, err
	}
	content, err := files.File(report.Trivy).Contents(ctx)
	if err != nil {
		return nil, err
	}
	found, err := readReport(content, contents)
	if err != nil {
		// The same image may be scanned again, and be seen then.
		return nil, errors.Join(err, m.forgetScan(ctx, key))
	}
	if files, err = withRunID(ctx, files, p.Name); err != nil {
		return nil, err
	}
	if found.HasSecretInConfiguration() {
		if content, err = trivy.WithoutConfiguration(content); err != nil {
			return nil, err
		}
		files = files.WithNewFile(report.Trivy, content)
	}
	gate := trivy.Gate{
		Severity: p.Scan.Severity, IgnoreUnfixed: p.Scan.IgnoreUnfixed, ExitOnEOL: p.Scan.ExitOnEOL, BasePackages: inBase, Upgrade: p.Upgrade,
	}
	counts, suppressed := trivy.Count(found)
	return &scanResult{files: files, scan: &report.Scan{
		Updated: updated, Counts: counts, Suppressed: suppressed, Findings: gate.Judge(found), Reported: trivy.Reported(found),
	}}, nil
}

// readReport reads Trivy's report and makes sure that it is of all that is in
// the image.
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
