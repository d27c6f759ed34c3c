package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/step"
	"dagger/python-pipeline/trivy"
)

// Where Trivy finds its database, keeps what it knows of layers, and where
// results are kept.
const (
	trivyDatabase = "/pipeline/database"
	trivyCache    = "/pipeline/cache/trivy"
	scans         = "/scans"
)

// Scans the image with Trivy; a finding that stops it is an error.
//
// It gives Trivy's report as trivy.txt, trivy.json and trivy.sarif, and the
// bills of materials. What stops an image the key scan says.
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
	if failure := result.failure(); failure != nil {
		return nil, fmt.Errorf("scan: %s\n%s", failure.Problem, failure.Output)
	}
	return result.files, nil
}

// Scans the image with Trivy; what stops it is in the report, and no error.
//
// It gives what scan gives, and report.json, which says what stops it.
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
	if failure := result.failure(); failure != nil {
		r.Failures = append(r.Failures, *failure)
	}
	return withReport(result.files, r)
}

// Lists what is in the image: sbom.cdx.json (CycloneDX) and sbom.spdx.json (SPDX).
func (m *PythonPipeline) Sbom(ctx context.Context) (*dagger.Directory, error) {
	_, result, err := m.scanStage(ctx, false)
	if err != nil {
		return nil, err
	}
	return dag.Directory().WithDirectory("/", result.files, dagger.DirectoryWithDirectoryOpts{Include: []string{"sbom.*"}}), nil
}

// scanStage scans prod, or dev.
func (m *PythonPipeline) scanStage(ctx context.Context, dev bool) (*plan.Plan, *scanResult, error) {
	p, err := m.plan()
	if err != nil {
		return nil, nil, err
	}
	build := m.prod
	if dev {
		build = m.dev
	}
	stage, err := build(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	result, err := m.scan(ctx, p, stage)
	return p, result, err
}

// scanResult is what a scan came to.
type scanResult struct {
	files *dagger.Directory
	scan  *report.Scan
}

// scan scans an image, unless the same one has been scanned with the same
// database.
func (m *PythonPipeline) scan(ctx context.Context, p *plan.Plan, image *dagger.Container) (*scanResult, error) {
	database := m.database()
	var basePackages []string
	var updated, key string
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		basePackages, err = packagesOf(groupCtx, dag.Container().From(p.BaseImage()))
		return err
	})
	group.Go(func() (err error) {
		updated, err = updatedOf(groupCtx, database)
		return err
	})
	group.Go(func() (err error) {
		key, err = m.scanKey(groupCtx, image, database)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	files, err := m.scanned(ctx, p, image, database, key)
	if err != nil {
		return nil, err
	}
	if files, err = withRunID(ctx, files, p.Name); err != nil {
		return nil, err
	}
	content, err := files.File(report.Trivy).Contents(ctx)
	if err != nil {
		return nil, err
	}
	found, err := trivy.Read(strings.NewReader(content))
	if err != nil {
		return nil, err
	}
	gate := trivy.Gate{
		Severity: p.Scan.Severity, IgnoreUnfixed: p.Scan.IgnoreUnfixed, ExitOnEOL: p.Scan.ExitOnEOL, BasePackages: basePackages,
	}
	counts, suppressed := trivy.Count(found)
	return &scanResult{files: files, scan: &report.Scan{Updated: updated, Counts: counts, Suppressed: suppressed, Findings: gate.Judge(found)}}, nil
}

// withRunID tells the SARIF files of several images apart, which all are of one
// tool: who collects them replaces those of the same run.
func withRunID(ctx context.Context, files *dagger.Directory, name string) (*dagger.Directory, error) {
	const file = "trivy.sarif"
	content, err := files.File(file).Contents(ctx)
	if err != nil {
		return nil, err
	}
	var sarif map[string]any
	if err := json.Unmarshal([]byte(content), &sarif); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	runs, _ := sarif["runs"].([]any)
	for _, run := range runs {
		if run, ok := run.(map[string]any); ok {
			run["automationDetails"] = map[string]string{"id": "trivy/" + name + "/"}
		}
	}
	marked, err := json.MarshalIndent(sarif, "", "  ")
	if err != nil {
		return nil, err
	}
	return files.WithNewFile(file, string(marked)), nil
}

// scanned gives Trivy's reports: kept ones, or new ones.
func (m *PythonPipeline) scanned(ctx context.Context, p *plan.Plan, image *dagger.Container, database *dagger.Directory, key string) (*dagger.Directory, error) {
	ctr := dag.Container().From(m.TrivyImage).
		WithMountedCache(scans, dag.CacheVolume("python-pipeline-scans"))
	kept := ctr.
		WithEnvVariable("NOW", time.Now().String()).
		WithExec([]string{"sh", "-c", step.Scanned, "scanned", key}).
		Directory("/out")
	names, err := kept.Entries(ctx)
	if err != nil || slices.Contains(names, report.Trivy) {
		return kept, err
	}
	command := []string{"sh", "-c", step.Scan, "scan", key, p.Name}
	if accepted := m.ignorefile(p); accepted != nil {
		// By its name Trivy tells YAML from a plain list.
		name, err := accepted.Name(ctx)
		if err != nil {
			return nil, err
		}
		ctr = ctr.WithMountedDirectory("/ignore", dag.Directory().WithFile(name, accepted))
		command = append(command, "--ignorefile", "/ignore/"+name)
	}
	return ctr.
		// Trivy alone may use what it knows of layers.
		WithMountedCache(trivyCache, dag.CacheVolume("python-pipeline-trivy"), dagger.ContainerWithMountedCacheOpts{Sharing: dagger.CacheSharingModeLocked}).
		WithMountedDirectory(trivyDatabase, database).
		// A mounted file makes the engine run a step every time. This one runs
		// when nothing is kept, and a folder would be another copy of the image.
		WithMountedFile("/image.tar", image.AsTarball()).
		WithExec(command).
		Directory("/out"), nil
}

// scanKey names a result by all that it depends on.
func (m *PythonPipeline) scanKey(ctx context.Context, image *dagger.Container, database *dagger.Directory) (string, error) {
	var rootfs, advisories, source, accepted string
	group, ctx := errgroup.WithContext(ctx)
	for _, d := range []struct {
		of   *dagger.Directory
		into *string
	}{{image.Rootfs(), &rootfs}, {database, &advisories}, {m.Source, &source}} {
		group.Go(func() (err error) {
			*d.into, err = d.of.Digest(ctx)
			return err
		})
	}
	if m.TrivyIgnorefile != nil {
		group.Go(func() (err error) {
			accepted, err = m.TrivyIgnorefile.Digest(ctx)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return "", err
	}
	// The plan and the source stand for the configuration and what is accepted.
	// The day counts too: what is accepted expires, and so does a distribution.
	sum := sha256.Sum256([]byte(fmt.Sprint(today(), rootfs, advisories, source, accepted, m.PlanJSON, m.Revision, m.Created, m.Repository, m.TrivyImage, step.Scan)))
	return hex.EncodeToString(sum[:]), nil
}

// failure is nil when nothing stops the image.
func (s *scanResult) failure() *report.Failure {
	if len(s.scan.Findings) == 0 {
		return nil
	}
	var lines []string
	for _, finding := range s.scan.Findings {
		lines = append(lines, finding.String())
	}
	problem := "1 finding stops the image"
	if len(lines) > 1 {
		problem = fmt.Sprintf("%d findings stop the image", len(lines))
	}
	return &report.Failure{
		Step: report.StepScan, Problem: problem, Output: tail(strings.Join(lines, "\n"), maxOutput),
		Advice: "each line says what to do; the key scan says what stops an image",
	}
}
