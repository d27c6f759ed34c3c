package main

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/testresult"
)

// Runs the tests; a failed one is an error that shows the failure.
//
// +check
// +cache="session"
func (m *PythonPipeline) Test(
	ctx context.Context,
	// Further arguments for the test command, such as "-k name".
	// +optional
	args []string,
) (*TestResult, error) {
	return m.test(ctx, args, true)
}

// Runs the tests; the result lists those that failed.
//
// +cache="session"
func (m *PythonPipeline) TestReport(
	ctx context.Context,
	// Further arguments for the test command, such as "-k name".
	// +optional
	args []string,
) (*TestResult, error) {
	return m.test(ctx, args, false)
}

// test runs the tests. As a gate it returns an error if they fail.
func (m *PythonPipeline) test(ctx context.Context, args []string, gate bool) (*TestResult, error) {
	b, err := m.begin(ctx)
	if err != nil {
		return nil, err
	}
	result, err := b.runTests(ctx, args)
	if err != nil {
		return nil, explain(report.StepTest, err)
	}
	r := newReport(b.plan)
	result.addTo(r)
	if result.failure != nil {
		if gate {
			return nil, &gateError{*result.failure}
		}
		r.Fail(*result.failure)
	}
	return newTestResult(r, result.files)
}

// runTests runs the test command. An error means that it could not be run at all.
func (b *build) runTests(ctx context.Context, args []string) (*testResult, error) {
	if b.plan.Tests.Runner == plan.RunnerNone {
		return &testResult{files: dag.Directory()}, nil
	}
	var dev *dagger.Container
	if err := withSpan(ctx, b.plan.Name, report.StageDev, func(ctx context.Context) (err error) {
		if dev, err = containerOf(b.dev(ctx)); err == nil {
			dev, err = dev.Sync(ctx)
		}
		return err
	}); err != nil {
		return nil, err
	}
	// The engine caches failed runs too, but a failure must not come from the cache: if the run ended before this call,
	// it is repeated. The key of the repeated run is the end of the failed one, so that it is cached if it passes.
	begun, err := testresult.Now()
	if err != nil {
		return nil, err
	}
	result, err := b.runTestsOnce(ctx, dev, args, b.Fresh)
	for err == nil && result.failure != nil && result.Outcome.Ended.Before(begun) {
		result, err = b.runTestsOnce(ctx, dev, args, result.Outcome.Ended.String())
	}
	return result, err
}

func (b *build) runTestsOnce(ctx context.Context, dev *dagger.Container, args []string, fresh string) (*testResult, error) {
	command, err := b.testProgram(args)
	if err != nil {
		return nil, err
	}
	var ctr *dagger.Container
	if err := b.waitForServices(ctx, report.StepTest, time.Duration(b.plan.TestTimeout), func(ctx context.Context) (err error) {
		if ctr, err = b.testContainer(ctx, dev, fresh); err == nil {
			ctr, err = ctr.WithExec(command).Sync(ctx)
		}
		return err
	}); err != nil {
		return nil, err
	}
	return readTests(ctx, b.plan, ctr, args)
}

// testProgram returns the command of a test run: the script, its settings, and the test command.
func (b *build) testProgram(args []string) ([]string, error) {
	settings, err := json.Marshal(map[string]any{
		"user": plan.UserID, "timeout": time.Duration(b.plan.TestTimeout).Seconds(),
		"reports": scripts.Reports, "limits": testresult.Limits, "results": scripts.Results, "outcome": scripts.Outcome,
	})
	if err != nil {
		return nil, err
	}
	command := testresult.Command(b.plan.Tests, scripts.Reports, args)
	return scripts.RunTests.Command(slices.Concat([]string{string(settings)}, command)...), nil
}

// testContainer adds the app's services and a folder for reports to the dev stage.
func (b *build) testContainer(ctx context.Context, dev *dagger.Container, fresh string) (*dagger.Container, error) {
	ctr := dev.WithUser("0:0").
		WithDirectory(scripts.Reports, dag.Directory(), dagger.ContainerWithDirectoryOpts{Owner: plan.Owner}).
		WithEnvVariable("COVERAGE_FILE", "/tmp/.coverage")
	ctr, err := b.withServices(ctx, ctr, report.StepTest)
	if err != nil {
		return nil, err
	}
	ctr = withVariables(ctr, testresult.Variables(b.plan.Tests, scripts.Reports))
	ctr = withVariables(ctr, b.plan.TestEnv)
	if fresh != "" {
		ctr = ctr.WithEnvVariable("PIPELINE_FRESH", fresh)
	}
	return ctr, nil
}
