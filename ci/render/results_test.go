package render

import (
	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func pointer(f float64) *float64 { return &f }

var docker = summary.Engine{Kind: "docker", Version: "v0.21.8"}

// published, tested and failed are apps as the tests below change them.
var (
	published = summary.App{Seconds: 10.1234, Report: report.Report{
		Name: "calculator", References: []string{"ghcr.io/acme/calculator:latest@" + digest}, Digest: digest,
		Image: &report.Image{Bytes: 16_340_000, Layers: 8, Digest: digest}, Tests: &report.Tests{Passed: 14}, Coverage: pointer(97.2),
	}}
	tested = summary.App{NotPublished: "set PIPELINE_REGISTRY", Seconds: 85, Report: report.Report{
		Name: "django", Image: &report.Image{Bytes: 999, Layers: 12, Digest: digest},
		Tests: &report.Tests{Passed: 30, Skipped: 1}, Warnings: []string{"requirements.txt: lark has no hash"},
	}}
	failed = summary.App{Seconds: 34.2, Report: report.Report{
		Name: "django", Tests: &report.Tests{Passed: 12, Failed: 1}, Failures: []report.Failure{{
			Step: "test", Problem: "1 of 13 tests failed", Advice: "run `go run ./ci test django -- -k test_add`",
			Output: "\x1b[31mFAILED\x1b[0m tests/test_app.py::test_add\n\n    assert 3 == 4\n",
		}},
	}}
)
