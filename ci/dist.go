package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/links"
	"python-pipeline/ci/reports"
)

// checkDist refuses a folder for reports in which those of an app would lie
// among an app's source files: a run deletes and replaces reports.
func checkDist(dist string, apps []app) error {
	for _, reported := range apps {
		out := filepath.Join(dist, reported.name)
		for _, a := range apps {
			if within(out, a.folder) || within(a.folder, out) {
				return fmt.Errorf("PIPELINE_DIST: the reports of %s would be in %s, among the source of the app in %s; name a folder outside of every app", reported.name, out, a.folder)
			}
		}
	}
	return nil
}

// within tells whether a path is a folder or below it, by whatever names, links
// and cases the two are written. The path need not exist, the folder does where
// anything is in it.
func within(path, folder string) bool {
	outer, err := os.Stat(folder)
	if err != nil {
		return false
	}
	for path = links.Resolve(path); ; path = filepath.Dir(path) {
		if inner, err := os.Stat(path); err == nil && os.SameFile(inner, outer) {
			return true
		}
		if path == filepath.Dir(path) {
			return false
		}
	}
}

// removeReports deletes the reports of an app that an earlier run left: they must not
// pass for this one's. What no run writes stays, and so does every folder.
func removeReports(out string) error {
	if _, err := os.Lstat(out); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	folder, err := reports.OpenApp(out)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Remove(report.Files...)
}
