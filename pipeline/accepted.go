package main

import (
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
