package main

import (
	"cmp"
	"context"
	"fmt"

	"dagger/python-pipeline/ignorefile"
	"dagger/python-pipeline/internal/dagger"
)

// How bad a finding of the scan is.
type Severity string

// The names are Trivy's.
const (
	// Only critical findings.
	SeverityCritical Severity = "CRITICAL"
	// High findings and above.
	SeverityHigh Severity = "HIGH"
	// Medium findings and above.
	SeverityMedium Severity = "MEDIUM"
	// Low findings and above.
	SeverityLow Severity = "LOW"
	// All findings, those of unknown severity included.
	SeverityUnknown Severity = "UNKNOWN"
)

// Sets which findings of the scan stop an image.
//
// Each argument replaces the value of the same name below the key scan.
func (m *PythonPipeline) WithGate(
	// Mildest severity that stops an image. A secret of the app stops it at any.
	// +optional
	severity Severity,
	// Let vulnerabilities without a fix pass.
	// +optional
	ignoreUnfixed *bool,
	// Stop an image whose distribution gets no security updates any more.
	// +optional
	exitOnEol *bool,
	// Ignore file of Trivy, in place of the app's own.
	// +optional
	ignorefile *dagger.File,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) {
		app.Severity, app.IgnoreUnfixed, app.ExitOnEOL, app.Ignorefile = string(severity), ignoreUnfixed, exitOnEol, ignorefile
	})
}

// ignored returns the caller's ignore file or the app's own, nil if there is none.
func (b *build) ignored(ctx context.Context) (*ignorefile.File, error) {
	if b.ignorefile != nil || b.plan.Scan.Ignorefile == "" {
		return b.ignorefile, nil
	}
	return readIgnorefile(ctx, b.app.File(b.plan.Scan.Ignorefile))
}

// readIgnorefile reads an ignore file, nil for none. Trivy gets the text and not the file, which may be a link that
// leads nowhere in Trivy's container.
func readIgnorefile(ctx context.Context, file *dagger.File) (*ignorefile.File, error) {
	if file == nil {
		return nil, nil
	}
	name, errName := file.Name(ctx)
	text, errText := file.Contents(ctx)
	if err := cmp.Or(errName, errText); err != nil {
		return nil, fmt.Errorf("ignore file: %w", err)
	}
	return &ignorefile.File{Name: name, Text: text}, nil
}
