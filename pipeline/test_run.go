package main

import (
	"context"
	"encoding/json"
	"path"
	"time"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/step"
	"dagger/python-pipeline/testresult"
)

// runTests runs the test command. The error is for tests that could not be
// run at all.
func (m *PythonPipeline) runTests(ctx context.Context, p *plan.Plan, args []string) (*testResult, error) {
	if p.Tests.Runner == plan.RunnerNone {
		return &testResult{files: dag.Directory()}, nil
	}
	var dev *dagger.Container
	if err := traced(ctx, p.Name, report.StageDev, func(ctx context.Context) (err error) {
		if dev, err = m.dev(ctx, p); err == nil {
			dev, err = dev.Sync(ctx)
		}
		return err
	}); err != nil {
		return nil, err
	}
	// The engine keeps failed runs, too, but a failure is never served from the
	// cache: one that ended before this call is followed by another run. That it
	// follows this very one is what makes it another, so that it is kept if it
	// passes.
	begun, err := testresult.Now()
	if err != nil {
		return nil, err
	}
	result, err := m.runTestsOnce(ctx, p, dev, args, m.Fresh)
	for err == nil && result.failure != nil && result.Outcome.Ended.Before(begun) {
		result, err = m.runTestsOnce(ctx, p, dev, args, result.Outcome.Ended.String())
	}
	return result, err
}

func (m *PythonPipeline) runTestsOnce(ctx context.Context, p *plan.Plan, dev *dagger.Container, args []string, fresh string) (*testResult, error) {
	command, err := testStep(p, args)
	if err != nil {
		return nil, err
	}
	var ctr *dagger.Container
	if err := m.waitForServices(ctx, p, report.StepTest, time.Duration(p.Settings.TestTimeout), func(ctx context.Context) (err error) {
		ctr, err = m.testContainer(dev, p, fresh).WithExec(command).Sync(ctx)
		return err
	}); err != nil {
		return nil, err
	}
	return readTests(ctx, p, ctr, args)
}

// testStep is the command of a test run: the script, what it is told, and the
// test command.
func testStep(p *plan.Plan, args []string) ([]string, error) {
	settings, err := json.Marshal(map[string]any{
		"user": userID, "timeout": time.Duration(p.Settings.TestTimeout).Seconds(),
		"reports": reports, "limits": testresult.Limits, "results": results, "outcome": outcome,
	})
	if err != nil {
		return nil, err
	}
	// The image's own Python, without what the app's requirements add to it: it
	// runs as root.
	return append([]string{"/usr/local/bin/python3", "-I", "-S", "-c", step.Test, string(settings)}, testCommand(p, args)...), nil
}

// testCommand adds what the runner needs to write its reports.
func testCommand(p *plan.Plan, args []string) []string {
	command := p.Tests.Args
	if p.Tests.Runner == plan.RunnerPytest {
		// Without its cache pytest would refuse options that many suites set.
		command = append(command[:len(command):len(command)],
			"-o", "cache_dir=/tmp/.pytest_cache", "--junitxml="+path.Join(reports, report.JUnit))
		if p.Tests.Coverage {
			command = append(command, "--cov", "--cov-report=xml:"+path.Join(reports, report.Coverage))
		}
	}
	return append(command[:len(command):len(command)], args...)
}

// testContainer gives the test command the app's services and a folder for its
// reports.
func (m *PythonPipeline) testContainer(dev *dagger.Container, p *plan.Plan, fresh string) *dagger.Container {
	ctr := dev.WithUser("0:0").
		WithDirectory(reports, dag.Directory(), dagger.ContainerWithDirectoryOpts{Owner: owner}).
		WithEnvVariable("COVERAGE_FILE", "/tmp/.coverage").
		WithEnvVariable("HOME", "/tmp")
	ctr = withVariables(m.withServices(ctr, p, report.StepTest), p.Settings.TestEnv)
	if fresh != "" {
		ctr = ctr.WithEnvVariable("PIPELINE_FRESH", fresh)
	}
	return ctr
}
