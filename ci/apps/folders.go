package apps

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dagger/python-pipeline/printable"

	"python-pipeline/ci/config"
)

// samples is the folder of this repository's own apps.
const samples = "sample-app"

// FindRepository looks for the module's dagger.json from the working folder upwards.
func FindRepository() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "dagger.json")); err == nil {
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("module: no dagger.json in %s or above; run this in a clone of the repository", start)
		}
	}
}

// Folders lists the folders of the apps: those of the command line, else those of PIPELINE_APPS, else all of sample-app.
// Arguments are relative to the working folder, the variable to the repository.
func Folders(root string, arguments []string, c *config.Config) ([]string, error) {
	if len(arguments) > 0 {
		return arguments, nil
	}
	var folders []string
	for _, folder := range c.Apps {
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(root, folder)
		}
		folders = append(folders, folder)
	}
	if len(folders) == 0 {
		return foldersIn(filepath.Join(root, samples))
	}
	return folders, nil
}

// foldersIn lists the folders in another one.
func foldersIn(parent string) ([]string, error) {
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

// absolute returns the absolute paths of folders, each once.
func absolute(folders []string) ([]string, error) {
	var paths []string
	for _, folder := range folders {
		path, err := filepath.Abs(folder)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("app %s: no such folder", folder)
		}
		if !info.IsDir() {
			return nil, fmt.Errorf("app %s: it is a file; name the folder of the app", folder)
		}
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths, nil
}

// uniqueNames names each folder by the last elements of its path: one, or as many as it takes to differ from the others.
func uniqueNames(folders []string) []string {
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
