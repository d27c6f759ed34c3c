package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/links"
	"python-pipeline/ci/reports"
)

// checkDist refuses a folder for reports that would put an app's reports among source files: a run deletes and replaces
// reports.
func checkDist(dist string, all []apps.App) error {
	for _, reported := range all {
		out := filepath.Join(dist, reported.Name)
		for _, a := range all {
			if isWithin(out, a.Folder) || isWithin(a.Folder, out) {
				return fmt.Errorf("PIPELINE_DIST: the reports of %s would be in %s, among the source of the app in %s; name a folder outside of every app", reported.Name, out, a.Folder)
			}
		}
	}
	return nil
}

// isWithin reports whether a path is a folder or below it, however names, links and letter case are written. The path need
// not exist; nothing is in a folder that does not exist.
func isWithin(path, folder string) bool {
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

// removeReports deletes the reports that an earlier run wrote for an app, as they must not be taken for this run's. Other files
// and all folders stay.
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
