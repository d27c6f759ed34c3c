// Package report holds what a run of the pipeline on one app came to. The
// module writes it, ci and other callers read it.
package report

import (
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/trivy"
)

// Names of the files in the folder of an app.
const (
	File     = "report.json"
	JUnit    = "junit.xml"
	Coverage = "coverage.xml"
	Trivy    = "trivy.json"
	Archive  = "image.tar"
	Digest   = "digest" // of the published image
)

// Files are all that a run writes into the folder of an app.
var Files = []string{
	File, JUnit, Coverage, Trivy, "trivy.txt", "trivy.sarif", "sbom.cdx.json", "sbom.spdx.json", Archive, Digest,
}

// Attributes of a step's span in the trace.
const (
	TraceApp  = "python-pipeline.app"
	TraceStep = "python-pipeline.step"
	// TraceService names, on a span of its own, the service that the function
	// around it hands over: the app or one of its services.
	TraceService = "python-pipeline.service"
)

// Stages that are worth a line of their own while they are built.
const (
	StageBase    = "base stage"
	StageBuilder = "builder stage"
	StageDev     = "dev stage"
)

// Stages are those that have spans of their own.
var Stages = []string{StageBase, StageBuilder, StageDev}

// Steps of a run, as they are named in reports and in traces.
const (
	StepPlan    = "plan"
	StepBuild   = "build"
	StepTest    = "test"
	StepSmoke   = "smoke"
	StepScan    = "scan"
	StepPublish = "publish"
	StepArchive = "archive"
)

// Steps are the steps in the order in which a person reads of them; some run at
// the same time.
var Steps = []string{StepPlan, StepBuild, StepTest, StepSmoke, StepScan, StepPublish, StepArchive}

// Report is what a run on one app came to.
type Report struct {
	// Run is what the caller of all named its call by. In a report that the engine
	// has kept it is that of the call that made the report.
	Run string `json:"run,omitempty"`
	// Name is the app's, the last component of the image's repository.
	Name string `json:"name"`
	// Decisions say what was built and from which file each decision came.
	Decisions []plan.Decision `json:"decisions"`
	// Warnings are what a person should look at.
	Warnings []string `json:"warnings"`
	// Tests counts the tests; nil when none ran or their command gives no counts.
	Tests *Tests `json:"tests"`
	// Coverage is the share of lines that the tests ran, in percent; nil when
	// nothing measures it.
	Coverage *float64 `json:"coverage"`
	// Processes names what the running app consists of, its main process first;
	// none where the smoke check runs a command to its end.
	Processes []string `json:"processes"`
	// Scan is what the scan of the image found; nil when none ran.
	Scan *Scan `json:"scan"`
	// References are the tags at the registry, each with the image's digest; after
	// a push that failed those that were pushed before.
	References []string `json:"references"`
	// Digest is that of the image at the registry, empty when it is not there.
	Digest string `json:"digest"`
	// Steps lists what ran and how long it took.
	Steps []Step `json:"steps"`
	// Failures are the steps that failed, in their order. Nothing was published
	// unless the push itself failed.
	Failures []Failure `json:"failures"`
}

// Scan is what a scan of the image found.
type Scan struct {
	// Updated is the day of the vulnerability database, in RFC 3339.
	Updated string `json:"updated"`
	// Counts are of all findings, by severity.
	Counts map[string]int `json:"counts"`
	// Suppressed counts those that a file of the app accepts.
	Suppressed int `json:"suppressed"`
	// Findings are those that stop the image.
	Findings []trivy.Finding `json:"findings"`
	// Reported are the secrets that do not: those in packages and in the base
	// image.
	Reported []trivy.Finding `json:"reported"`
}

// Step is one step of a run.
type Step struct {
	Name    string  `json:"name"`    // one of the steps above
	Seconds float64 `json:"seconds"` // wall time
}

// Failure says why a step failed.
type Failure struct {
	Step string `json:"step"` // one of the steps above
	// Problem is one sentence with its subject first.
	Problem string `json:"problem"`
	// Output is what the failing program itself said, shortened.
	Output string `json:"output,omitempty"`
	// Advice is what to do.
	Advice string `json:"advice,omitempty"`
}
