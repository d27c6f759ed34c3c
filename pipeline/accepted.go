package main

import (
	"context"
	"fmt"

	"dagger/python-pipeline/accepted"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// ignorefile is the file of what is accepted, nil for none.
func (m *PythonPipeline) ignorefile(p *plan.Plan) *dagger.File {
	if m.TrivyIgnorefile != nil {
		return m.TrivyIgnorefile
	}
	if p.Scan.Ignorefile != "" {
		return m.Source.File(p.Scan.Ignorefile)
	}
	return nil
}

// acceptedFile is the caller's file for the plan to check, nil for none.
func acceptedFile(ctx context.Context, file *dagger.File) (*accepted.File, error) {
	if file == nil {
		return nil, nil
	}
	name, err := file.Name(ctx)
	if err != nil {
		return nil, fmt.Errorf("trivy-ignorefile: %w", err)
	}
	text, err := file.Contents(ctx)
	if err != nil {
		return nil, fmt.Errorf("trivy-ignorefile: %w", err)
	}
	return &accepted.File{Name: name, Text: text}, nil
}
