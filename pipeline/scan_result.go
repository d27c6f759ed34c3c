package main

import (
	"cmp"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
)

// The findings of a scan.
type ScanResult struct {
	// Critical findings, whether they stop the image or not.
	Critical int
	// High findings.
	High int
	// Medium findings.
	Medium int
	// Low findings.
	Low int
	// Findings of unknown severity.
	Unknown int
	// Findings that the ignore file lists; they are not counted above.
	Suppressed int
	// Time of the vulnerability database, in RFC 3339.
	Updated string
	// Findings that stop the image, the worst first.
	Findings []*Finding
	// Why the scan stops the image; none if it does not.
	Failures []*Failure
	// The scan's part of the report of a run, as JSON.
	Report *dagger.File
	// Trivy's report as a table.
	Table *dagger.File
	// Trivy's report as JSON.
	JSON *dagger.File
	// Trivy's report as SARIF, which code hosts show.
	Sarif *dagger.File
	// Contents of the image.
	Sbom *Sbom
}

// A finding that stops an image.
type Finding struct {
	// ID of the vulnerability or of the rule.
	Name string
	// How bad it is.
	Severity Severity
	// Package or file.
	Subject string
	// What is wrong with the subject.
	Problem string
	// Part of the image that has it.
	Place string
	// What to do.
	Advice string
}

// The contents of an image: a bill of materials.
type Sbom struct {
	// As CycloneDX, in JSON.
	Cyclonedx *dagger.File
	// As SPDX, in JSON.
	Spdx *dagger.File
}

// newScanResult converts a scan to the result of a function.
func newScanResult(r *report.Report, files *dagger.Directory) (*ScanResult, error) {
	all, err := withReport(files, r)
	if err != nil {
		return nil, err
	}
	count := func(severity Severity) int { return r.Scan.Counts[string(severity)] }
	result := &ScanResult{
		Critical: count(SeverityCritical), High: count(SeverityHigh), Medium: count(SeverityMedium), Low: count(SeverityLow), Unknown: count(SeverityUnknown),
		Suppressed: r.Scan.Suppressed, Updated: r.Scan.Database.Updated, Findings: []*Finding{}, Failures: failures(r), Report: all.File(report.File),
		Table: files.File(report.TrivyTable), JSON: files.File(report.Trivy), Sarif: files.File(report.TrivySARIF), Sbom: newSbom(files),
	}
	for _, f := range r.Scan.Findings {
		result.Findings = append(result.Findings, &Finding{
			Name: f.ID, Severity: cmp.Or(Severity(f.Severity), SeverityUnknown), Subject: f.Subject, Problem: f.Problem, Place: string(f.Place), Advice: f.Advice,
		})
	}
	return result, nil
}

func newSbom(files *dagger.Directory) *Sbom {
	return &Sbom{Cyclonedx: files.File(report.CycloneDX), Spdx: files.File(report.SPDX)}
}
