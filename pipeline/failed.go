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

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/testresult"
)

// A failed step leaves no container, so a failed test run hands its reports
// over in a cache volume. It is root's alone: tests can neither read nor write
// there.
const failedFolder = "/failed"

func withFailedVolume(ctr *dagger.Container) *dagger.Container {
	return ctr.WithMountedCache(failedFolder, dag.CacheVolume("python-pipeline-failed-tests"))
}

// reportID names a run's folder in that volume. Equal runs have an equal name,
// since a new one would make tests run again that passed before.
func (m *PythonPipeline) reportID(ctx context.Context, args []string) (string, error) {
	source, err := m.Source.Digest(ctx)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(fmt.Sprint(source, m.planJSON, args)))
	return hex.EncodeToString(sum[:]), nil
}

// failedRun copies the reports of a failed run out of the volume, and how it
// ended; nil for a run that could not write it. They are left there for an equal
// run at the same time, for a day.
func (m *PythonPipeline) failedRun(ctx context.Context, p *plan.Plan, id string) (*dagger.Directory, *testresult.Outcome, error) {
	const script = `find /failed -mindepth 1 -maxdepth 1 -mtime +0 -exec rm -rf {} +
mkdir -p "$1" /outcome
cp "$0"/*.xml "$1/" 2>/dev/null
cp "$0"/*.json /outcome/ 2>/dev/null
true`
	ctr := withFailedVolume(dag.Container().From(p.BaseImage())).
		WithEnvVariable("NOW", time.Now().String())
	ctr = m.withExec(ctr, "sh", "-c", script, path.Join(failedFolder, id), results)
	files := ctr.Directory(results)
	outcomes := ctr.Directory("/outcome")
	names, err := outcomes.Entries(ctx)
	if err != nil || !slices.Contains(names, testresult.File) {
		return files, nil, err
	}
	content, err := outcomes.File(testresult.File).Contents(ctx)
	if err != nil {
		return nil, nil, err
	}
	outcome := new(testresult.Outcome)
	if err := json.Unmarshal([]byte(content), outcome); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", testresult.File, err)
	}
	return files, outcome, nil
}
