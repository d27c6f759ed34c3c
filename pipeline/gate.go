package main

import (
	"context"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// How bad a finding of the scan is.
type Severity string

// The names are Trivy's.
const (
	// Only critical findings.
	SeverityCritical Severity = "CRITICAL"
	// High ones and above.
	SeverityHigh Severity = "HIGH"
	// Medium ones and above.
	SeverityMedium Severity = "MEDIUM"
	// Low ones and above.
	SeverityLow Severity = "LOW"
	// All findings, those of unknown severity included.
	SeverityUnknown Severity = "UNKNOWN"
)

// Sets which findings of the scan stop an image.
//
// Each argument wins over what the key scan of the app says of the same.
func (m *PythonPipeline) WithGate(
	// Mildest severity that stops an image. A secret of the app stops it at any.
	// +optional
	severity Severity,
	// Let vulnerabilities pass for which there is no fix yet.
	// +optional
	ignoreUnfixed *bool,
	// Stop an image on a distribution that gets no security updates any more.
	// +optional
	exitOnEol *bool,
	// File of findings that are accepted, in place of the app's own.
	// +optional
	ignorefile *dagger.File,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) {
		app.Severity, app.IgnoreUnfixed, app.ExitOnEOL, app.Ignorefile = string(severity), ignoreUnfixed, exitOnEol, ignorefile
	})
}

// gate is what the caller says on the scan.
func (m *PythonPipeline) gate(ctx context.Context) (plan.ScanOptions, error) {
	callers, err := readAccepted(ctx, m.Ignorefile)
	return plan.ScanOptions{Severity: m.Severity, IgnoreUnfixed: m.IgnoreUnfixed, ExitOnEOL: m.ExitOnEOL, Ignorefile: callers}, err
}
