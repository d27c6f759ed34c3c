package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"dagger/python-pipeline/advice"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/step"
)

// staysUp is for how long an app without a smoke key has to run.
const staysUp = 3 * time.Second

// smokeCheck is what step.Smoke is told.
type smokeCheck struct {
	Release []string           `json:"release"`
	Command []string           `json:"command"`
	Output  string             `json:"output"`
	Status  *int               `json:"status"`
	Stays   float64            `json:"stays"`
	Stop    string             `json:"stop"`
	Timeout float64            `json:"timeout"`
	Port    int                `json:"port"`
	Asked   []settings.Request `json:"asked"`
}

// smokeResult is what it answers.
type smokeResult struct {
	OK        bool     `json:"ok"`
	Problem   string   `json:"problem"`
	Log       string   `json:"log"`
	Processes []string `json:"processes"`
}

// Starts the image and looks whether it works; prints its output.
//
// It runs as the image's user. The services of the app are there, and the release
// command is run first. The key smoke says what is run, or asked over HTTP, and
// expected. Without it a web app has to answer, any other to stay up for 3 seconds;
// both have to stop when asked, and leave nothing running.
//
// +check
// +cache="session"
func (m *PythonPipeline) Smoke(ctx context.Context) (string, error) {
	m, p, err := m.begin(ctx)
	if err != nil {
		return "", err
	}
	prod, err := m.prod(ctx, p)
	if err != nil {
		return "", explained(report.StepBuild, err)
	}
	result, err := m.smoke(ctx, prod, p)
	if err != nil {
		return "", explained(report.StepSmoke, err)
	}
	if failure := result.failure(p); failure != nil {
		return "", &gateError{*failure}
	}
	return result.Log, nil
}

func (m *PythonPipeline) smoke(ctx context.Context, prod *dagger.Container, p *plan.Plan) (*smokeResult, error) {
	check, err := json.Marshal(newSmokeCheck(p))
	if err != nil {
		return nil, err
	}
	if m.Fresh != "" {
		prod = prod.WithEnvVariable("PIPELINE_FRESH", m.Fresh)
	}
	// The script is process 1, as the app is in production. It has the image's own
	// Python, without what the requirements add to it.
	var output string
	err = m.waitForServices(ctx, p, report.StepSmoke, longestSmoke(p), func(ctx context.Context) (err error) {
		output, err = m.withServices(prod, p, report.StepSmoke).
			WithExec([]string{"/usr/local/bin/python3", "-I", "-S", "-c", step.Smoke, string(check)}, dagger.ContainerWithExecOpts{NoInit: true}).
			Stdout(ctx)
		return err
	})
	var failed *dagger.ExecError
	if errors.As(err, &failed) && ran(failed, step.Smoke) {
		output = failed.Stdout
		if strings.TrimSpace(output) == "" {
			return &smokeResult{Problem: "Python does not start in the image", Log: failed.Stderr}, nil
		}
	} else if err != nil {
		return nil, err
	}
	result := new(smokeResult)
	if err := json.Unmarshal([]byte(output), result); err != nil {
		return nil, fmt.Errorf("smoke: its result is no JSON: %w", err)
	}
	return result, nil
}

// longestSmoke is the longest time that step.Smoke takes: that of the release
// command, that of the answers, and a minute for all that it waits for besides.
func longestSmoke(p *plan.Plan) time.Duration {
	return 2*time.Duration(p.Smoke.Timeout) + time.Minute
}

func newSmokeCheck(p *plan.Plan) smokeCheck {
	check := smokeCheck{
		Release: p.Release.Args(),
		Command: p.Command.Args(),
		Output:  p.Smoke.Output,
		Status:  p.Smoke.Status,
		Stays:   staysUp.Seconds(),
		Stop:    p.Settings.StopSignal,
		Timeout: time.Duration(p.Smoke.Timeout).Seconds(),
		Port:    p.Port,
		Asked:   p.Smoke.Asked(),
	}
	if !p.Smoke.Command.IsZero() {
		check.Command = p.Smoke.Command.Args()
	}
	return check
}

// failure is nil when all is well.
func (r *smokeResult) failure(p *plan.Plan) *report.Failure {
	if r.OK {
		return nil
	}
	return &report.Failure{
		Step: report.StepSmoke, Problem: "the image does not work: " + r.Problem, Output: report.Tail(r.Log, maxOutput),
		Advice: advice.Smoke(r.Problem, r.Log, p.Port),
	}
}
