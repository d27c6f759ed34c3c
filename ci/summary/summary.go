// Package summary is the result of a run: summary.json for programs, a table for a terminal, Markdown for a CI job's page.
package summary

import (
	"math"
	"time"

	"dagger/python-pipeline/report"
)

// Summary is the result of a run, as summary.json has it.
type Summary struct {
	OK      bool    `json:"ok"`              // every app passed and nothing else failed; the exit status is 0
	Engine  Engine  `json:"engine"`          // what ran the pipeline
	Apps    []App   `json:"apps"`            // one entry for each app, in the order they were asked for; [] when the run failed before the first
	Error   string  `json:"error,omitempty"` // what failed outside the apps, such as the start of the engine; subject first
	Seconds float64 `json:"seconds"`         // wall time of the run
}

// Engine is the Dagger engine of a run.
type Engine struct {
	Kind     string   `json:"kind"`      // docker, embedded, session or runner
	Version  string   `json:"version"`   // such as v0.21.8; "" when it was never reached
	StandIns []string `json:"stand_ins"` // references of public images in whose place stand-ins were used; [] for none
}

// App is the result of one app.
type App struct {
	Name         string       `json:"name"`                    // unique in the run
	Reference    string       `json:"reference"`               // of the published image, with its first tag; "" when it was not published
	Digest       string       `json:"digest"`                  // of the manifest at the registry or in the archive, sha256:…; "" without either
	Tags         []string     `json:"tags,omitempty"`          // of the published image, in the order in which they were asked for
	Pushed       []string     `json:"pushed,omitempty"`        // references with their digests that a failed push left at the registry; not a published image: do not deploy it
	NotPublished string       `json:"not_published,omitempty"` // why an app that passed was not published, and what to do: "set PIPELINE_REGISTRY"
	Bytes        int64        `json:"bytes"`                   // compressed layers, summed
	Layers       int          `json:"layers"`                  // their count
	Tests        report.Tests `json:"tests"`                   // all 0 when there are none
	Coverage     *float64     `json:"coverage"`                // percent of lines, null when it was not measured
	Scan         *Scan        `json:"scan,omitempty"`          // what the scan of the image found; left out when none ran
	Seconds      float64      `json:"seconds"`                 // from the app's first step to its last
	Warnings     []string     `json:"warnings"`                // what did not stop it, subject first; [] for none

	Failures    []Failure    `json:"failures"`               // every step that failed, in the order of the steps; [] means passed
	FailedTests []FailedTest `json:"failed_tests,omitempty"` // in the order of the test runner; the first 200
}

// Failure is a step that failed.
type Failure struct {
	Step   string `json:"step,omitempty"`   // plan, build, test, smoke, scan, publish or archive; left out for what comes before them
	Error  string `json:"error"`            // why, without name and step
	Advice string `json:"advice,omitempty"` // what to do about it
	Output string `json:"-"`                // what the step printed, such as the failing tests' own output; shown in part
}

// FailedTest is a test that did not pass.
type FailedTest struct {
	Name    string `json:"name"`           // with that of its module or class
	File    string `json:"file,omitempty"` // relative to the repository, absolute outside of it; left out when the test runner does not tell
	Line    int    `json:"line,omitempty"` // where in it the test failed
	Message string `json:"message"`        // a line or a few
}

// Scan counts what the scan of an image found, by severity.
type Scan struct {
	// Critical, High, Medium, Low and Unknown are the severities of the database.
	Critical   int      `json:"critical"`
	High       int      `json:"high"`
	Medium     int      `json:"medium"`
	Low        int      `json:"low"`
	Unknown    int      `json:"unknown"`
	Suppressed int      `json:"suppressed"` // accepted by a file of the app, and not counted above
	Database   Database `json:"database"`   // what they are known from
}

// Database is what vulnerabilities are known from.
type Database struct {
	Source     string  `json:"source"`     // where it comes from
	Advisories int     `json:"advisories"` // how many it has of Python's and Debian's packages, 0 where nobody counted
	Updated    string  `json:"updated"`    // when it was made, RFC 3339
	Days       float64 `json:"days"`       // its age at the time of the run
	Small      bool    `json:"small"`      // it is this repository's own, and no replacement for a real one
}

// New makes the summary of a run that took so long; err is what failed outside the apps, or nil. A run without apps is
// not a success: nothing was tested.
func New(engine Engine, apps []App, took time.Duration, err error) Summary {
	s := Summary{
		OK:      err == nil && len(apps) > 0,
		Engine:  engine,
		Apps:    append([]App{}, apps...),
		Seconds: milliseconds(took.Seconds()),
	}
	if err != nil {
		s.Error = err.Error()
	}
	// An empty list is [] in JSON, not null: readers need no second case.
	s.Engine.StandIns = append([]string{}, engine.StandIns...)
	for i := range s.Apps {
		app := &s.Apps[i]
		app.Seconds = milliseconds(app.Seconds)
		app.Warnings = append([]string{}, app.Warnings...)
		app.Failures = append([]Failure{}, app.Failures...)
		s.OK = s.OK && !app.Failed()
	}
	return s
}

func milliseconds(seconds float64) float64 { return math.Round(seconds*1000) / 1000 }

// Failed tells whether a step of the app failed.
func (a App) Failed() bool { return len(a.Failures) > 0 }

// status is the outcome of an app in a word or two.
func (a App) status() string {
	switch {
	case a.Failed():
		return "failed"
	case a.NotPublished != "":
		return "not published"
	case a.Reference != "":
		return "published"
	}
	return "passed"
}

// place is where the image is, as one can pull it, or why it is nowhere; "" when nobody asked for it.
func (a App) place() string {
	switch {
	case a.Reference != "" && a.Digest != "":
		return a.Reference + "@" + a.Digest
	case a.Reference != "":
		return a.Reference
	case a.NotPublished != "" && !a.Failed():
		return "not published: " + a.NotPublished
	}
	return a.Digest
}
