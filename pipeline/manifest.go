package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
)

// manifestName is the name of the file that says what the manifest of an image says.
var manifestName = path.Base(scripts.Manifest)

// manifestFile returns what the manifest of an image says, as a file. The image is written as an archive for it, which
// takes a good part of a second, so it is asked for only where the archive is needed anyway.
func (b *build) manifestFile(image *dagger.Container) *dagger.File {
	ctr := b.from(b.plan.BaseImage()).WithMountedFile(scripts.Image, image.AsTarball())
	return b.exec(ctr, scripts.DescribeImage, scripts.Image, scripts.Manifest).File(scripts.Manifest)
}

func readManifest(ctx context.Context, file *dagger.File) (*report.Image, error) {
	content, err := file.Contents(ctx)
	if err != nil {
		return nil, err
	}
	manifest := new(report.Image)
	if err := json.Unmarshal([]byte(content), manifest); err != nil {
		return nil, fmt.Errorf("manifest of the image: %w", err)
	}
	return manifest, nil
}
