package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/accepted"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/step"
)

// Where Trivy finds its database, keeps what it knows of layers, and where
// results are kept.
const (
	trivyDatabase = "/pipeline/database"
	trivyCache    = "/pipeline/cache/trivy"
	scans         = "/scans"
)

// scanned gives Trivy's reports: kept ones, or new ones.
func (m *PythonPipeline) scanned(ctx context.Context, p *plan.Plan, image *dagger.Container, database *dagger.Directory, ignored *accepted.File, key string) (*dagger.Directory, error) {
	ctr := m.withScans()
	kept := m.withExec(ctr.WithEnvVariable("NOW", time.Now().String()), "sh", "-c", step.Scanned, "scanned", key).Directory("/out")
	names, err := kept.Entries(ctx)
	if err != nil || slices.Contains(names, report.Trivy) {
		return kept, err
	}
	command := []string{"sh", "-c", step.Scan, "scan", key, p.Name}
	if ignored != nil {
		ctr = ctr.WithMountedDirectory("/ignore", dag.Directory().WithNewFile(ignored.Name, ignored.Text))
		command = append(command, "--ignorefile", "/ignore/"+ignored.Name)
	}
	ctr = ctr.
		// Trivy alone may use what it knows of layers.
		WithMountedCache(trivyCache, dag.CacheVolume("python-pipeline-trivy"), dagger.ContainerWithMountedCacheOpts{Sharing: dagger.CacheSharingModeLocked}).
		WithMountedDirectory(trivyDatabase, database).
		WithMountedDirectory("/pipeline/secrets", dag.Directory().WithNewFile("secrets.yaml", step.Secrets)).
		WithMountedFile("/image.tar", image.AsTarball())
	return m.withExec(ctr, command...).Directory("/out"), nil
}

// withScans gives the scanner with the kept results. Every module on the engine
// can mount this volume, so the results are as trustworthy as all code that runs
// there. A signature would not help: its key would be within reach of the same
// code.
func (m *PythonPipeline) withScans() *dagger.Container {
	return dag.Container().From(m.TrivyImage).WithMountedCache(scans, dag.CacheVolume("python-pipeline-scans"))
}

// forgetScan removes a kept result.
func (m *PythonPipeline) forgetScan(ctx context.Context, key string) error {
	ctr := m.withScans().WithEnvVariable("NOW", time.Now().String())
	_, err := m.withExec(ctr, "sh", "-c", step.Scanned, "scanned", key, "forget").Sync(ctx)
	return err
}

// scanKey names a result by all that it depends on. The app's source is no part
// of it: an edit of what does not reach the image is no reason to scan again.
func (m *PythonPipeline) scanKey(ctx context.Context, p *plan.Plan, image *dagger.Container, database *dagger.Directory, ignored *accepted.File) (string, error) {
	var rootfs, advisories string
	group, ctx := errgroup.WithContext(ctx)
	for _, d := range []struct {
		of   *dagger.Directory
		into *string
	}{{image.Rootfs(), &rootfs}, {database, &advisories}} {
		group.Go(func() (err error) {
			*d.into, err = d.of.Digest(ctx)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return "", err
	}
	encoded, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	// The plan and the labels stand for the image's configuration. The day counts
	// too: what is accepted expires, and so does a distribution.
	sum := sha256.Sum256([]byte(fmt.Sprintf("%q", []string{
		m.Day, rootfs, advisories, fmt.Sprint(ignored), string(encoded), m.Revision, m.Created, m.Repository, m.TrivyImage, step.Scan, step.Secrets,
	})))
	return hex.EncodeToString(sum[:]), nil
}
