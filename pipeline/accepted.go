package main

import (
	"context"
	"fmt"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// acceptedFile says which findings are accepted. By its name Trivy tells YAML
// from a plain list; "" is no file.
type acceptedFile struct{ name, content string }

// accepted reads the caller's file or the app's own. Its content counts, and not
// the file: one that is a link would lead nowhere where Trivy looks.
func (m *PythonPipeline) accepted(ctx context.Context, p *plan.Plan) (accepted acceptedFile, err error) {
	file := m.TrivyIgnorefile
	if file == nil && p.Scan.Ignorefile != "" {
		file = m.Source.File(p.Scan.Ignorefile)
	}
	if file == nil {
		return accepted, nil
	}
	if accepted.name, err = file.Name(ctx); err == nil {
		accepted.content, err = file.Contents(ctx)
	}
	if err != nil {
		return accepted, fmt.Errorf("accepted findings: %w", err)
	}
	return accepted, nil
}

// folder holds the file alone.
func (a acceptedFile) folder() *dagger.Directory {
	return dag.Directory().WithNewFile(a.name, a.content)
}
