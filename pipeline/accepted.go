package main

import (
	"context"
	"fmt"

	"dagger/python-pipeline/accepted"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// accepted reads the caller's file of accepted findings, or the app's own.
func (m *PythonPipeline) accepted(ctx context.Context, p *plan.Plan) (*accepted.File, error) {
	file := m.Ignorefile
	if file == nil && p.Scan.Ignorefile != "" {
		file = m.Source.File(p.Scan.Ignorefile)
	}
	return readAccepted(ctx, file)
}

// readAccepted reads a file of accepted findings, nil for none. Its content
// counts, and not the file: one that is a link would lead nowhere where Trivy
// looks.
func readAccepted(ctx context.Context, file *dagger.File) (*accepted.File, error) {
	if file == nil {
		return nil, nil
	}
	name, err := file.Name(ctx)
	if err != nil {
		return nil, fmt.Errorf("accepted findings: %w", err)
	}
	text, err := file.Contents(ctx)
	if err != nil {
		return nil, fmt.Errorf("accepted findings: %w", err)
	}
	return &accepted.File{Name: name, Text: text}, nil
}
