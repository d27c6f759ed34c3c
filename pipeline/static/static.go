// Package static reads the result of Django's collectstatic.
package static

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/folders"
)

// Result is what scripts.Collectstatic prints.
type Result struct {
	Folder  string `json:"folder"`  // absolute path of the static files; "" if they are not in a folder of the image
	Files   int    `json:"files"`   // number of files in the folder
	Emptied bool   `json:"emptied"` // whether the source's files in the folder were removed before
}

// line matches the result in the output of the app's own code.
var line = regexp.MustCompile(`(?m)^\{"folder": .*\}$`)

// Read reads the result from the script's output. The folder becomes part of the image, so it must not be one of the
// system's: files there could replace programs, or lists that scanners read.
func Read(output, app string) (Result, error) {
	var result Result
	found := line.FindAllString(output, -1)
	if len(found) == 0 {
		return result, fmt.Errorf("collectstatic: manage.py ended without running it; its output: %q", strings.TrimSpace(output))
	}
	if err := json.Unmarshal([]byte(found[len(found)-1]), &result); err != nil {
		return result, fmt.Errorf("collectstatic: its result is not valid JSON: %w", err)
	}
	return result, result.check(app)
}

// check refuses folders that the app must not fill.
func (r Result) check(app string) error {
	switch folder := r.Folder; {
	case folder == "" || folder == app:
		return nil
	case !path.IsAbs(folder) || path.Clean(folder) != folder:
		return fmt.Errorf("collectstatic: STATIC_ROOT %q is not a valid path; it must be absolute, without dots between slashes", folder)
	}
	if err := folders.Check(r.Folder); err != nil {
		return fmt.Errorf("collectstatic: STATIC_ROOT %q %w", r.Folder, err)
	}
	return nil
}

// Shipped returns the source's files that belong to the image, as paths below the folder app: without those that
// collectstatic replaced.
func (r Result) Shipped(files []string, app string) []string {
	if !r.Emptied {
		return files
	}
	return slices.DeleteFunc(slices.Clone(files), func(name string) bool {
		return strings.HasPrefix(app+"/"+name, r.Folder+"/")
	})
}
