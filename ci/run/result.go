package run

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/image"
	"python-pipeline/ci/reports"
	"python-pipeline/ci/summary"
)

// complete adds to the module's report of an app what only the run knows, and does the remaining work if all gates passed.
func (p *pipeline) complete(ctx context.Context, app *summary.App, a apps.App, out string) {
	for i := range app.Failures {
		p.advise(&app.Failures[i])
	}
	failed := app.FailedTests()
	for i := range failed {
		failed[i].File = inRepository(p.Root, a.Folder, failed[i].File)
	}
	p.database.describe(app.Scan)
	if app.Failed() {
		return
	}
	if len(app.References) > 0 {
		app.Failures = append(app.Failures, failures(report.StepPublish, writeDigest(out, app.Digest))...)
	} else if p.registry() == "" && p.task.gated() {
		app.NotPublished = "set PIPELINE_REGISTRY"
	}
	if p.task.Load {
		app.Failures = append(app.Failures, failures(report.StepArchive, image.Load(ctx, filepath.Join(out, report.Archive), app.Name, p.Display))...)
	}
}

// failures returns the failure of a step that ci does itself, none without an error.
func failures(step string, err error) []report.Failure {
	if err == nil {
		return nil
	}
	return []report.Failure{{Step: step, Problem: err.Error()}}
}

// advise adds to a failure what only ci knows: which images have stand-ins, and where disk space is needed.
func (p *pipeline) advise(f *report.Failure) {
	if len(p.Engine.Replaceable) > 0 && f.Code == report.CodeNoImage {
		f.Advice = "docker.io is not used here, and of its images there are stand-ins for " + strings.Join(p.Engine.Replaceable, ", ")
		if image, _, _ := strings.Cut(f.Problem, ": the image "); slices.Contains(p.Engine.Replaceable, image) {
			f.Advice = "docker.io is not used here, and the stand-in for this image could not be made: the step that failed above says why; other versions of Python may work"
		}
	}
	// The output of a test may be about a full disk that the test made itself.
	if diskspace.FullIn(f.Problem) || f.Step != report.StepTest && diskspace.FullIn(f.Output) {
		f.Advice = p.roomAdvice(p.Engine)
	}
}

// writeDigest writes the digest of the published image.
func writeDigest(out, digest string) error {
	folder, err := reports.OpenApp(out)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Write(report.Digest, []byte(digest+"\n"))
}

// inRepository returns the path of an app's file: relative to the repository, or absolute for an app elsewhere.
func inRepository(root, folder, file string) string {
	if file == "" {
		return ""
	}
	file = filepath.Join(folder, file)
	if relative, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(relative) {
		return filepath.ToSlash(relative)
	}
	return file
}
