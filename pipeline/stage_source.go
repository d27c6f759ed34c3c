package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"slices"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/source"
)

// exportSource copies the source to a local folder: detection reads many small files, and one copy is faster than a
// request for each.
func exportSource(ctx context.Context, files *dagger.Directory) (source.Folder, error) {
	folder, err := os.MkdirTemp("", "source-*")
	if err != nil {
		return "", err
	}
	if _, err := files.Export(ctx, folder); err != nil {
		return "", fmt.Errorf("source: %w", err)
	}
	return source.Folder(folder), nil
}

// layout is the input of scripts.LayOutSource, which describes the fields.
type layout struct {
	Files    []string `json:"files"`
	Config   []string `json:"config"`
	Owner    int      `json:"owner"`
	Compile  bool     `json:"compile"`
	Writable []string `json:"writable"`
}

// sourceTree lays out files of the app below /app and /config, as they are in a stage's image. It runs in base,
// whose Python will read the bytecode.
func (b *build) sourceTree(files []string, compile bool) (*dagger.Directory, error) {
	l := layout{Config: []string{}, Owner: plan.UserID, Compile: compile, Writable: b.plan.AppFolders()}
	for _, file := range b.plan.Config {
		l.Config = append(l.Config, file.Path)
	}
	// Configuration is not beside the code.
	l.Files = slices.DeleteFunc(slices.Clone(files), func(name string) bool { return slices.Contains(l.Config, name) })
	content, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	const file = "layout.json"
	// A file, because the paths of a large source can be longer than an argument may be.
	ctr := b.base.WithUser("0:0").WithWorkdir("/").WithMountedDirectory(scripts.Source, b.app).
		WithMountedDirectory(scripts.Layout, dag.Directory().WithNewFile(file, string(content)))
	return b.exec(ctr, scripts.LayOutSource, path.Join(scripts.Layout, file)).Directory(scripts.Tree), nil
}
