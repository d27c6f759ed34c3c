package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"path"
	"strings"
	"time"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/junit"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// A failed step leaves no container, so a failed test run hands its reports
// over in a cache volume.
const failedFolder = "/failed"

func failedVolume() *dagger.CacheVolume { return dag.CacheVolume("python-pipeline-failed-reports") }

// newReportID gives the folder of one run in that volume, as a secret: a secret's
// value does not count for the engine's cache, so tests that passed are not run
// again because the next run has another folder. Its name does count, and is
// the app's.
func (m *PythonPipeline) newReportID(ctx context.Context) (string, *dagger.Secret, error) {
	source, err := m.Source.ID(ctx)
	if err != nil {
		return "", nil, err
	}
	id := rand.Text()
	return id, dag.SetSecret(fmt.Sprintf("report-id-%x", sha256.Sum256([]byte(source))), id), nil
}

// failedReports takes the reports of a failed run out of the volume.
func (m *PythonPipeline) failedReports(p *plan.Plan, id string) *dagger.Directory {
	const script = `mkdir /reports && if [ -d "$0" ]; then cp -R "$0"/. /reports/ && rm -rf "$0"; fi`
	return dag.Container().
		From(p.BaseImage()).
		WithMountedCache(failedFolder, failedVolume()).
		WithEnvVariable("NOW", time.Now().String()).
		WithExec([]string{"sh", "-c", script, path.Join(failedFolder, id)}).
		Directory(reports)
}

// testFailure says which tests failed, with their own output.
func testFailure(ctx context.Context, files *dagger.Directory, failed *dagger.ExecError) *report.Failure {
	failure := &report.Failure{
		Step:   report.StepTest,
		Output: tail(strings.TrimSpace(failed.Stdout+"\n"+failed.Stderr), maxOutput),
		Advice: "mend the code or the test; `go run ./ci test APP -- ARGUMENTS` runs some of them",
	}
	content, err := files.File(report.JUnit).Contents(ctx)
	if err != nil {
		failure.Problem = "the test command ended with exit status " + status(failed)
		return failure
	}
	suite, err := junit.Read(strings.NewReader(content))
	if err != nil || len(suite.Failures) == 0 {
		failure.Problem = "the test command ended with exit status " + status(failed)
		return failure
	}
	failure.Problem = suite.Summary()
	failure.Output = tail(suite.Details(), maxOutput)
	return failure
}
