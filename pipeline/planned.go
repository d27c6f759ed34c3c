package main

import (
	"context"
	"encoding/json"
	"time"

	"dagger/python-pipeline/content"
	"dagger/python-pipeline/day"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/printable"
)

// Prints what would be built, and from which file each decision came.
//
// +cache="session"
func (m *PythonPipeline) Plan(
	ctx context.Context,
	// Print JSON instead of text.
	// +optional
	asJson bool,
) (string, error) {
	_, p, err := m.begin(ctx)
	if err != nil {
		return "", err
	}
	if !asJson {
		return p.Text(), nil
	}
	encoded, err := json.Marshal(p)
	return string(printable.JSON(encoded)), err
}

// begin gives the app as one call of a function works on it, and its plan. A
// caller that names no day means today, which is taken once: at midnight the
// stages would stand on the updates of two days.
//
// The plan is read here and not in New: the functions after New have a say in
// it, and so has the day on which something is accepted no more.
func (m *PythonPipeline) begin(ctx context.Context) (*PythonPipeline, *plan.Plan, error) {
	app := *m
	var err error
	if app.Day, err = day.Of(m.Day, time.Now()); err != nil {
		return nil, nil, err
	}
	files, err := exported(ctx, m.Source)
	if err != nil {
		return nil, nil, err
	}
	gate, err := m.gate(ctx)
	if err != nil {
		return nil, nil, err
	}
	p, err := plan.Read(files, plan.Options{
		Name: m.Name, Python: m.Python, Index: m.IndexURL != nil || m.ExtraIndexURL != nil, Scan: gate,
	})
	if err != nil {
		return nil, nil, err
	}
	if app.devFiles, err = content.Dev(files); err != nil {
		return nil, nil, err
	}
	app.prodFiles, err = content.Prod(files, p.Settings.Include, p.Settings.Exclude)
	return &app, p, err
}
