package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dagger/python-pipeline/accepted"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/source"

	"python-pipeline/ci/config"
	"python-pipeline/ci/summary"
)

// samples is where this repository keeps its own apps.
const samples = "sample-app"

// An app is a folder to work on.
type app struct {
	// name is the app's in reports and the last component of its image's
	// repository.
	name   string
	folder string
	plan   *plan.Plan
	// err says why it cannot be built. The plan is read before any engine is
	// there, so that this is known at once.
	err error
}

// findApps reads the apps of the given folders, or those of sample-app below
// root when none is given.
//
// A file system that does not answer lets its reader wait, for ever too, and no
// signal ends that: then this goes on without it.
func findApps(ctx context.Context, root string, folders []string, c *config.Config) ([]app, error) {
	return ended(ctx, 0, func() ([]app, error) { return readApps(root, folders, c) })
}

func readApps(root string, folders []string, c *config.Config) ([]app, error) {
	if len(folders) == 0 {
		var err error
		if folders, err = appsBelow(filepath.Join(root, samples)); err != nil {
			return nil, err
		}
	}
	folders, err := absolute(folders)
	if err != nil {
		return nil, err
	}
	callers, err := acceptedFile(c.TrivyIgnorefile)
	if err != nil {
		return nil, err
	}
	var found []app
	for i, name := range tellApart(folders) {
		a := app{name: name, folder: folders[i]}
		p, err := plan.Read(source.Folder(a.folder), planOptions(name, c, callers))
		if err != nil {
			a.err = err
		} else {
			a.name, a.plan = p.Name, p
		}
		if reserved(a.name) {
			return nil, fmt.Errorf("apps: %s is called %s, as a file of every run in PIPELINE_DIST is; give it another [project] name in its pyproject.toml", a.folder, a.name)
		}
		for _, other := range found {
			if other.name == a.name {
				return nil, fmt.Errorf("apps: %s and %s are both called %s; give one another [project] name in its pyproject.toml", other.folder, a.folder, a.name)
			}
		}
		found = append(found, a)
	}
	return found, nil
}

// reserved tells whether a run has a file of its own where the folder of an app
// of this name would be.
func reserved(name string) bool {
	return strings.EqualFold(name, summary.FileName) || strings.EqualFold(name, logName)
}

// planOptions are what the settings decide of an app's plan, as they do of the
// module's.
func planOptions(name string, c *config.Config, callers *accepted.File) plan.Options {
	return plan.Options{
		Name: name, Python: c.Python,
		Index: c.PipIndexURL.Reveal() != "" || c.PipExtraIndexURL.Reveal() != "",
		Scan: plan.ScanOptions{
			Severity: c.TrivySeverity, IgnoreUnfixed: c.TrivyIgnoreUnfixed, ExitOnEOL: c.TrivyExitOnEOL, Ignorefile: callers,
		},
	}
}

// acceptedFile reads the file that TRIVY_IGNOREFILE names, nil for none.
func acceptedFile(path string) (*accepted.File, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("TRIVY_IGNOREFILE: %w", err)
	}
	defer file.Close()
	text, err := source.Read(file)
	if err != nil {
		return nil, fmt.Errorf("TRIVY_IGNOREFILE: %s: %w", path, err)
	}
	return &accepted.File{Name: path, Text: string(text)}, nil
}

// images are the official images that the apps' plans take, each once.
func images(apps []app) []string {
	var taken []string
	for _, a := range apps {
		if a.plan != nil {
			taken = append(taken, a.plan.Images()...)
		}
	}
	slices.Sort(taken)
	return slices.Compact(taken)
}

func appsBelow(parent string) ([]string, error) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return nil, fmt.Errorf("apps: %w; name the folders of the apps as arguments or in PIPELINE_APPS", err)
	}
	var folders []string
	for _, entry := range entries {
		if entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
			folders = append(folders, filepath.Join(parent, entry.Name()))
		}
	}
	if len(folders) == 0 {
		return nil, fmt.Errorf("apps: %s has no folder; name the folders of the apps as arguments or in PIPELINE_APPS", parent)
	}
	return folders, nil
}

func absolute(folders []string) ([]string, error) {
	var found []string
	for _, folder := range folders {
		path, err := filepath.Abs(folder)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil, fmt.Errorf("app %s: no such folder", folder)
		case !info.IsDir():
			return nil, fmt.Errorf("app %s: it is a file; name the folder of the app", folder)
		}
		if !slices.Contains(found, path) {
			found = append(found, path)
		}
	}
	return found, nil
}

// tellApart calls each folder by the last elements of its path: one, or as many
// as it takes to tell it from the others.
func tellApart(folders []string) []string {
	names := make([]string, len(folders))
	for i, folder := range folders {
		depth := 1
		for slices.ContainsFunc(folders, func(other string) bool {
			return other != folder && lastElements(other, depth) == lastElements(folder, depth)
		}) {
			depth++
		}
		names[i] = printable.Line(strings.ReplaceAll(lastElements(folder, depth), "/", "-"))
	}
	return names
}

func lastElements(folder string, count int) string {
	elements := strings.Split(strings.Trim(filepath.ToSlash(folder), "/"), "/")
	return strings.Join(elements[max(0, len(elements)-count):], "/")
}
