// Package apps finds the apps to work on, and reads the plan of each. No engine is needed for it.
package apps

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dagger/python-pipeline/ignorefile"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/source"

	"python-pipeline/ci/config"
	"python-pipeline/ci/grace"
	"python-pipeline/ci/reports"
)

// An App is a folder to work on.
type App struct {
	Name   string     // in reports, and the last component of the image's repository
	Folder string     // absolute
	Source string     // what the module gets: Folder, or that of the workspace of which the app is a member
	Member string     // the app's folder in Source; "" where the two are the same, or Source says it
	Plan   *plan.Plan // nil with an Err
	// Pythons are the versions that have images, empty for all official ones.
	Pythons []string
	Gate    plan.ScanOptions // what stops an image, as far as the settings say
	Err     error            // why the app cannot be built
}

// Find reads the apps in the folders that [Folders] lists. After an interruption it does not wait for a file system that does
// not answer, which no signal ends. Only these versions of Python have images; empty stands for all official ones.
func Find(ctx context.Context, root string, arguments []string, c *config.Config, pythons []string) ([]App, error) {
	return grace.Call(ctx, 0, func() ([]App, error) {
		folders, err := Folders(root, arguments, c)
		if err != nil {
			return nil, err
		}
		return read(folders, c, pythons)
	})
}

func read(folders []string, c *config.Config, pythons []string) ([]App, error) {
	folders, err := absolute(folders)
	if err != nil {
		return nil, err
	}
	ignored, err := readIgnorefile(c.TrivyIgnorefile)
	if err != nil {
		return nil, err
	}
	var found []App
	for i, name := range uniqueNames(folders) {
		options := planOptions(name, c, ignored)
		options.Pythons = pythons
		a := App{Name: name, Folder: folders[i], Pythons: pythons, Gate: options.Scan}
		a.Source, a.Member = workspaceOf(a.Folder)
		options.Member = a.Member
		p, err := plan.Read(source.Folder(a.Source), options)
		if err != nil {
			a.Err = err
		} else {
			a.Name, a.Plan = p.Name, p
			a.Folder = filepath.Join(a.Source, filepath.FromSlash(p.Folder))
		}
		if reports.Reserved(a.Name) {
			return nil, fmt.Errorf("apps: %s is called %s, as a file of every run in PIPELINE_DIST is; give it another [project] name in its pyproject.toml", a.Folder, a.Name)
		}
		for _, other := range found {
			if other.Name == a.Name {
				return nil, fmt.Errorf("apps: %s and %s are both called %s; give one another [project] name in its pyproject.toml", other.Folder, a.Folder, a.Name)
			}
		}
		found = append(found, a)
	}
	return found, nil
}

// planOptions returns what the settings decide of an app's plan; the module gets the same.
func planOptions(name string, c *config.Config, ignored *ignorefile.File) plan.Options {
	return plan.Options{
		Name: name, Python: c.Python, Index: c.PipIndexURL.Reveal() != "" || c.PipExtraIndexURL.Reveal() != "",
		Scan: plan.ScanOptions{Severity: c.TrivySeverity, IgnoreUnfixed: c.TrivyIgnoreUnfixed, ExitOnEOL: c.TrivyExitOnEOL, Ignorefile: ignored},
	}
}

// readIgnorefile reads the file that TRIVY_IGNOREFILE names, nil for none.
func readIgnorefile(path string) (*ignorefile.File, error) {
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
	return &ignorefile.File{Name: path, Text: string(text)}, nil
}

// Images returns the official images that the apps' plans use, each once.
func Images(apps []App) []string {
	var images []string
	for _, a := range apps {
		if a.Plan != nil {
			images = append(images, a.Plan.Images()...)
		}
	}
	slices.Sort(images)
	return slices.Compact(images)
}
