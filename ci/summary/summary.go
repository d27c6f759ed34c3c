// Package summary is the result of a run, as summary.json has it for programs. Package render shows it to people.
package summary

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"

	"python-pipeline/ci/wholefile"
)

// FileName is the name of the file that Write makes.
const FileName = "summary.json"

// Summary is the result of a run, as summary.json has it.
type Summary struct {
	Schema  int     `json:"schema"`          // the version of this form, plan.Schema
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

// App is the result of one app: the module's report, and what only the run knows.
type App struct {
	report.Report
	NotPublished string  `json:"not_published,omitempty"` // why an app that passed was not published, and what to do: "set PIPELINE_REGISTRY"
	Seconds      float64 `json:"seconds"`                 // from the app's first step to its last
}

// NewApp begins the result of an app.
func NewApp(name string) App { return App{Report: *report.New(name)} }

// New makes the summary of a run that took so long; err is what failed outside the apps, or nil. A run without apps is
// not a success: nothing was tested.
func New(engine Engine, apps []App, took time.Duration, err error) Summary {
	s := Summary{
		Schema: plan.Schema, OK: err == nil && len(apps) > 0, Engine: engine, Apps: append([]App{}, apps...), Seconds: milliseconds(took.Seconds()),
	}
	if err != nil {
		s.Error = err.Error()
	}
	s.Engine.StandIns = append([]string{}, engine.StandIns...)
	for i := range s.Apps {
		app := &s.Apps[i]
		app.Seconds = milliseconds(app.Seconds)
		s.OK = s.OK && !app.Failed()
	}
	return s
}

func milliseconds(seconds float64) float64 { return math.Round(seconds*1000) / 1000 }

// Write puts summary.json into a folder, which it creates if necessary. A reader sees the old file or the new one whole, even
// when the program is killed meanwhile.
func (s Summary) Write(dir string) error {
	if err := s.write(dir); err != nil {
		return fmt.Errorf("%s: not written: %w; check the folder's rights and space", filepath.Join(dir, FileName), err)
	}
	return nil
}

func (s Summary) write(dir string) error {
	content, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return wholefile.Write(filepath.Join(dir, FileName), append(content, '\n'), 0o644)
}
