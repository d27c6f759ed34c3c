package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/ignorefile"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
)

// trivyReports returns Trivy's reports from the cache, or new ones.
func (b *build) trivyReports(
	ctx context.Context, image *dagger.Container, database *dagger.Directory, ignored *ignorefile.File, key string,
) (*dagger.Directory, error) {
	ctr := b.withScans()
	cached := b.exec(ctr.WithEnvVariable("NOW", time.Now().String()), scripts.ScanCacheLookup, key).Directory(scripts.Out)
	names, err := cached.Entries(ctx)
	if err != nil || slices.Contains(names, report.Trivy) {
		return cached, err
	}
	arguments := []string{key, b.plan.Name}
	if ignored != nil {
		ctr = ctr.WithMountedDirectory(scripts.Ignore, dag.Directory().WithNewFile(ignored.Name, ignored.Text))
		arguments = append(arguments, "--ignorefile", path.Join(scripts.Ignore, ignored.Name))
	}
	// Only one scan at a time may use Trivy's cache of layers.
	locked := dagger.ContainerWithMountedCacheOpts{Sharing: dagger.CacheSharingModeLocked}
	ctr = ctr.WithMountedCache(scripts.TrivyCache, dag.CacheVolume("python-pipeline-trivy"), locked).
		WithMountedDirectory(scripts.Database, database).
		WithMountedDirectory(scripts.Secrets, dag.Directory().WithNewFile("secrets.yaml", scripts.SecretRules)).
		WithMountedFile(scripts.Image, image.AsTarball()).
		WithMountedFile(scripts.Manifest, b.manifestFile(image))
	return b.exec(ctr, scripts.ScanImage, arguments...).Directory(scripts.Out), nil
}

// withScans returns the scanner with the cached results. Every module on the engine can mount this volume, so they are
// as trustworthy as all code that runs there. A signature would not help, because the same code could read its key.
func (b *build) withScans() *dagger.Container {
	return tool(b.TrivyImage).WithMountedCache(scripts.Scans, dag.CacheVolume("python-pipeline-scans"))
}

// forgetScan removes a result from the cache.
func (b *build) forgetScan(ctx context.Context, key string) error {
	ctr := b.withScans().WithEnvVariable("NOW", time.Now().String())
	_, err := b.exec(ctr, scripts.ScanCacheLookup, key, "forget").Sync(ctx)
	return err
}

// scanKey returns the cache key of a result. The app's source is not part of it, so that an edit of a file that is not
// in the image causes no new scan.
func (b *build) scanKey(ctx context.Context, image *dagger.Container, database *dagger.Directory, ignored *ignorefile.File) (string, error) {
	var rootfs, advisories string
	group, ctx := errgroup.WithContext(ctx)
	fetch(ctx, group, &rootfs, image.Rootfs().Digest)
	fetch(ctx, group, &advisories, database.Digest)
	if err := group.Wait(); err != nil {
		return "", err
	}
	encoded, err := json.Marshal(b.plan)
	if err != nil {
		return "", err
	}
	// The plan and the labels determine the image's configuration. The day is a part because entries of an ignore file
	// expire, and so does the support of a distribution.
	sum := sha256.Sum256([]byte(fmt.Sprintf("%q", []string{
		b.Day, rootfs, advisories, fmt.Sprint(ignored), string(encoded), b.Revision, b.Created, b.Repository, b.TrivyImage, scripts.ScanImage.Text, scripts.SecretRules,
	})))
	return hex.EncodeToString(sum[:]), nil
}
