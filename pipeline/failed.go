package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"time"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// A failed step leaves no container, so a failed test run hands its reports
// over in a cache volume.
const failedFolder = "/failed"

// withFailedVolume mounts it. The owner makes it another volume, so it has to be
// the same everywhere.
func withFailedVolume(ctr *dagger.Container) *dagger.Container {
	return ctr.WithMountedCache(failedFolder, dag.CacheVolume("python-pipeline-failed-reports"),
		dagger.ContainerWithMountedCacheOpts{Owner: owner})
}

// reportID names a run's folder in that volume. Equal runs have an equal name,
// since a new one would make tests run again that passed before.
func (m *PythonPipeline) reportID(ctx context.Context, args []string) (string, error) {
	source, err := m.Source.Digest(ctx)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(fmt.Sprint(source, m.PlanJSON, args)))
	return hex.EncodeToString(sum[:]), nil
}

// failedReports copies the reports of a failed run out of the volume. They are
// left there for an equal run at the same time, for a day.
func (m *PythonPipeline) failedReports(p *plan.Plan, id string) *dagger.Directory {
	const script = `find /failed -mindepth 1 -maxdepth 1 -mtime +0 -exec rm -rf {} +
mkdir /reports
if [ -d "$0" ]; then cp -R "$0"/. /reports/; fi`
	return withFailedVolume(dag.Container().From(p.BaseImage())).
		WithEnvVariable("NOW", time.Now().String()).
		WithExec([]string{"sh", "-c", script, path.Join(failedFolder, id)}).
		Directory(reports)
}

// testFailure says which tests failed, with their own output, or how many, as
// far as the result tells.
func testFailure(result *testResult, failed *dagger.ExecError) *report.Failure {
	failure := &report.Failure{
		Step:    report.StepTest,
		Problem: "the test command ended with exit status " + status(failed),
		Output:  report.Tail(failed.Stdout+"\n"+failed.Stderr, maxOutput),
		Advice:  "mend the code or the test; `go run ./ci test APP -- ARGUMENTS` runs some of them",
	}
	switch suite, tests := result.suite, result.tests; {
	case suite != nil && len(suite.Failures) > 0:
		failure.Problem = suite.Summary()
		failure.Output = report.Tail(suite.Details(), maxOutput)
	case suite == nil && tests != nil:
		failure.Problem = tests.Problem(failed.ExitCode)
	}
	return failure
}
