// Package smoke has the input and the result of scripts.Smoke, which checks that an app works in its image.
package smoke

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dagger/python-pipeline/failure"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/settings"
)

// staysUp is the time that an app without the key smoke has to run.
const staysUp = 3 * time.Second

// Check is the input of the script.
type Check struct {
	Start    []string           `json:"start,omitempty"`   // beginning of the image's command, which prepares the volumes
	Volumes  []string           `json:"volumes,omitempty"` // folders that the app must be able to write
	User     int                `json:"user"`              // number of the user that runs the app
	Release  []string           `json:"release"`           // runs to its end before the app, nil for none
	Command  []string           `json:"command"`           // of the app
	Output   string             `json:"output"`            // text that standard output must have
	Status   *int               `json:"status"`            // expected exit status, nil for an app that has to stay up
	Stays    float64            `json:"stays"`             // seconds that such an app has to stay up
	Stop     string             `json:"stop"`              // signal that has to end it
	Timeout  float64            `json:"timeout"`           // seconds for the whole check
	Port     int                `json:"port"`              // of a web app
	Requests []settings.Request `json:"requests"`          // requests to a web app, nil for any other app
}

// NewCheck returns the check of an app.
func NewCheck(p *plan.Plan) Check {
	check := Check{
		Start: p.Start(nil), Volumes: p.Volumes, User: p.RunsAs(),
		Release: p.Release.Args(), Command: p.Command.Args(), Output: p.Smoke.Output, Status: p.Smoke.Status, Stays: staysUp.Seconds(),
		Stop: p.StopSignal, Timeout: time.Duration(p.Smoke.Timeout).Seconds(), Port: p.Port, Requests: p.Smoke.AllRequests(),
	}
	if !p.Smoke.Command.IsZero() {
		check.Command = p.Smoke.Command.Args()
	}
	return check
}

// Longest returns the longest time that the check of an app takes: that of the release command, that of the answers,
// and a minute for all other waits.
func Longest(p *plan.Plan) time.Duration { return 2*time.Duration(p.Smoke.Timeout) + time.Minute }

// Result is what the script prints.
type Result struct {
	OK        bool     `json:"ok"`        // whether the image works
	Cause     string   `json:"cause"`     // code of the problem
	Problem   string   `json:"problem"`   // sentence about the problem
	Warning   string   `json:"warning"`   // sentence about an app that works, but not as it should
	Log       string   `json:"log"`       // end of what the app printed
	Processes []string `json:"processes"` // of the app, the main one first
}

// Read reads what the script printed to its standard output and error.
func Read(stdout, stderr string) (*Result, error) {
	if strings.TrimSpace(stdout) == "" {
		return &Result{Cause: "no-python", Problem: "Python does not start in the image", Log: stderr}, nil
	}
	result := new(Result)
	if err := json.Unmarshal([]byte(stdout), result); err != nil {
		return nil, fmt.Errorf("smoke: its result is not valid JSON: %w", err)
	}
	return result, nil
}

// Failure returns nil if the image works.
func (r *Result) Failure(p *plan.Plan) *report.Failure {
	if r.OK {
		return nil
	}
	return &report.Failure{
		Step: report.StepSmoke, Code: r.Cause, Problem: "the image does not work: " + r.Problem, Output: report.Tail(r.Log, failure.MaxOutput),
		Advice: failure.Smoke(r.Cause, r.Problem, r.Log, p.Port),
	}
}
