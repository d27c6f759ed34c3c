package main

import "dagger/python-pipeline/report"

// A step of a run.
type Step string

// The values are the names that report.json has for them.
const (
	// Runs the tests.
	StepTest Step = report.StepTest
	// Builds the image.
	StepBuild Step = report.StepBuild
	// Starts the image and looks at how it does.
	StepSmoke Step = report.StepSmoke
	// Scans the image.
	StepScan Step = report.StepScan
	// Pushes the image, where an address is given and all others passed.
	StepPublish Step = report.StepPublish
)
