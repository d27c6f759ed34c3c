// Package report holds the result of a run of the pipeline on one app. The module writes it, ci and other callers read
// it.
package report

import (
	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/plan"
)

// Names of the files in the folder of an app.
const (
	File       = "report.json"
	JUnit      = "junit.xml"
	Coverage   = "coverage.xml"
	Trivy      = "trivy.json"
	TrivyTable = "trivy.txt"
	TrivySARIF = "trivy.sarif"
	CycloneDX  = "sbom.cdx.json"
	SPDX       = "sbom.spdx.json"
	Archive    = "image.tar"
	Digest     = "digest" // of the published image
)

// Files are all files that a run writes into the folder of an app.
var Files = []string{File, JUnit, Coverage, Trivy, TrivyTable, TrivySARIF, CycloneDX, SPDX, Archive, Digest}

// Attributes of a step's span in the trace.
const (
	TraceApp  = "python-pipeline.app"
	TraceStep = "python-pipeline.step"
	// TraceService is on a span of its own, inside the function that returns a service; it names the service: the app
	// or one that runs beside it.
	TraceService = "python-pipeline.service"
)

// Stages that have a line of their own while they are built.
const (
	StageBase    = "base stage"
	StageBuilder = "builder stage"
	StageDev     = "dev stage"
)

// Stages are the stages that have spans of their own.
var Stages = []string{StageBase, StageBuilder, StageDev}

// Names of the steps of a run, in reports and in traces.
const (
	StepPlan    = "plan"
	StepBuild   = "build"
	StepTest    = "test"
	StepSmoke   = "smoke"
	StepScan    = "scan"
	StepPublish = "publish"
	StepArchive = "archive"
)

// Steps are the steps in the order of a report; some run at the same time.
var Steps = []string{StepPlan, StepBuild, StepTest, StepSmoke, StepScan, StepPublish, StepArchive}

// Report is the result of a run on one app.
type Report struct {
	// Schema is the version of this form, [plan.Schema].
	Schema int `json:"schema"`
	// Run is the name that the caller of all gave its call. In a report from the engine's cache it is the name of the
	// call that made the report.
	Run       string          `json:"run,omitempty"`
	Name      string          `json:"name"`      // the app's name, the last component of the image's repository
	Decisions []plan.Decision `json:"decisions"` // what was built, and the file from which each decision came
	Warnings  []string        `json:"warnings"`  // for people
	// Tests counts the tests; nil when none ran or their command gives no counts.
	Tests *Tests `json:"tests"`
	// Coverage is the share of lines that the tests ran, in percent; nil when it is not measured.
	Coverage *float64 `json:"coverage"`
	// Processes lists the processes of the running app, the main one first; none if the smoke check runs a command to
	// its end.
	Processes  []string `json:"processes"`
	Scan       *Scan    `json:"scan"`       // of the image; nil when none ran
	Image      *Image   `json:"image"`      // its manifest; nil when no step that ran needed all of it
	References []string `json:"references"` // the tags of the published image, each with its digest
	Digest     string   `json:"digest"`     // the digest of the published image, "" if none was published
	// Pushed are the references, each with its digest, that a failed push left at the registry. They are not a published
	// image: do not deploy them.
	Pushed []string `json:"pushed,omitempty"`
	Steps  []Step   `json:"steps"` // the steps that ran, with their times
	// Failures are the steps that failed, in their order. Nothing was published unless the push itself failed.
	Failures []Failure `json:"failures"`
}

// New begins the report of an app.
func New(name string) *Report {
	// An empty list is [] in JSON, not null: readers need no second case.
	return &Report{
		Schema: plan.Schema, Name: name, Decisions: []plan.Decision{}, Warnings: []string{}, Processes: []string{},
		References: []string{}, Steps: []Step{}, Failures: []Failure{},
	}
}

// Failed reports whether a step failed.
func (r *Report) Failed() bool { return len(r.Failures) > 0 }

// FailedTests returns why tests did not pass.
func (r *Report) FailedTests() []FailedTest {
	if r.Tests == nil {
		return nil
	}
	return r.Tests.Failures
}

// Image is what the manifest of an image says.
type Image struct {
	Bytes  int64  `json:"bytes"`  // compressed layers, summed
	Layers int    `json:"layers"` // their number
	Digest string `json:"digest"` // of the manifest; "" where the image is neither published nor written as an archive
}

// Scan is the result of a scan of the image.
type Scan struct {
	Database   Database          `json:"database"`   // of the vulnerabilities
	Counts     map[string]int    `json:"counts"`     // of all findings, by severity
	Suppressed int               `json:"suppressed"` // number of findings that the app's ignore file lists
	Findings   []finding.Finding `json:"findings"`   // those that stop the image
	Reported   []finding.Finding `json:"reported"`   // secrets that do not stop it: those in packages and in the base image
}

// Database is a vulnerability database.
type Database struct {
	Updated    string `json:"updated"`              // the time at which it was made, in RFC 3339
	Days       int    `json:"days"`                 // its age on the day of the run
	Source     string `json:"source,omitempty"`     // where it comes from, "" if the caller did not say
	Advisories int    `json:"advisories,omitempty"` // their number for Python's and Debian's packages, 0 if they were not counted
	Small      bool   `json:"small,omitempty"`      // it is this repository's own, which does not replace a real one
}

// Step is one step of a run.
type Step struct {
	Name    string  `json:"name"`    // one of the steps above
	Seconds float64 `json:"seconds"` // wall time
}

// Codes of failures, for programs.
const (
	CodeNoImage     = "no-image"     // an image cannot be pulled
	CodeStepTimeout = "step-timeout" // a step did not end within its time limit
	CodeCanceled    = "canceled"     // a step was cancelled because another failed
)

// Failure says why a step failed.
type Failure struct {
	Step string `json:"step"` // one of the steps above
	// Code is for programs: one of the codes above, or a cause of the smoke check; "" if the failure has neither.
	Code    string `json:"code,omitempty"`
	Problem string `json:"problem"`          // one sentence with its subject first
	Output  string `json:"output,omitempty"` // the end of the failing program's own output
	Advice  string `json:"advice,omitempty"` // what to do
}
