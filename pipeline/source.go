package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/source"
	"dagger/python-pipeline/step"
)

// exported copies the source to where it can be read: detection looks at many
// small files, and one copy is faster than as many questions.
func exported(ctx context.Context, files *dagger.Directory) (source.Folder, error) {
	folder, err := os.MkdirTemp("", "source-*")
	if err != nil {
		return "", err
	}
	if _, err := files.Export(ctx, folder); err != nil {
		return "", fmt.Errorf("source: %w", err)
	}
	return source.Folder(folder), nil
}

// layout is what step.Source is told.
type layout struct {
	Files   []string `json:"files"`
	Config  []string `json:"config"`
	Owner   int      `json:"owner"`
	Compile bool     `json:"compile"`
	// Writable are absolute.
	Writable []string `json:"writable"`
}

// sourceTree lays out files of the source below /app and /config, as they are
// to lie in a stage's image. It runs in base, whose Python is the one that will
// read the bytecode.
func (m *PythonPipeline) sourceTree(p *plan.Plan, files []string, compile bool) (*dagger.Directory, error) {
	l := layout{Files: []string{}, Config: []string{}, Owner: userID, Compile: compile, Writable: []string{}}
	for _, folder := range p.Settings.Writable {
		if !path.IsAbs(folder) {
			folder = path.Join(appFolder, folder)
		}
		l.Writable = append(l.Writable, folder)
	}
	isConfig := map[string]bool{}
	for _, file := range p.Config {
		l.Config = append(l.Config, file.Path)
		isConfig[file.Path] = true
	}
	for _, name := range files {
		// Configuration is apart from the code.
		if !isConfig[name] {
			l.Files = append(l.Files, name)
		}
	}
	content, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	ctr := m.base(p).
		WithUser("0:0").
		WithWorkdir("/").
		WithMountedDirectory("/source", m.Source).
		// The paths of a large source are more than an argument may hold.
		WithMountedDirectory("/layout", dag.Directory().WithNewFile("layout.json", string(content)))
	return m.withExec(ctr, "python3", "-c", step.Source, "/layout/layout.json").Directory("/tree"), nil
}
