// Package static reads what collecting Django's static files came to.
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

// Result is what step.Collectstatic says.
type Result struct {
	// Folder is where static files are kept, an absolute path; "" where that is
	// no folder of the image.
	Folder string `json:"folder"`
	// Files is how many files it holds.
	Files int `json:"files"`
	// Emptied tells that what the source had there was removed before.
	Emptied bool `json:"emptied"`
}

// line is the result among what the app's own code prints.
var line = regexp.MustCompile(`(?m)^\{"folder": .*\}$`)

// Read finds the result in what was printed, by the app's own code too. The
// folder, and it alone, becomes part of the image, so it must not be one of the
// system's: files there could replace programs, or lists that scanners read.
func Read(output, app string) (Result, error) {
	var result Result
	found := line.FindAllString(output, -1)
	if len(found) == 0 {
		return result, fmt.Errorf("collectstatic: manage.py ended without doing it; it said %q", strings.TrimSpace(output))
	}
	if err := json.Unmarshal([]byte(found[len(found)-1]), &result); err != nil {
		return result, fmt.Errorf("collectstatic: its result is no JSON: %w", err)
	}
	return result, result.check(app)
}

// check refuses folders that are not the app's to fill.
func (r Result) check(app string) error {
	switch folder := r.Folder; {
	case folder == "" || folder == app:
		return nil
	case !path.IsAbs(folder) || path.Clean(folder) != folder:
		return fmt.Errorf("collectstatic: STATIC_ROOT %q is not a valid path; it must be absolute, without dots between slashes", folder)
	default:
		if err := folders.Check(folder); err != nil {
			return fmt.Errorf("collectstatic: STATIC_ROOT %q %w", folder, err)
		}
		return nil
	}
}

// Shipped is those of the source's files, which lie below the folder app, that
// belong to the image: what was collected comes before what the source has in
// its place.
func (r Result) Shipped(files []string, app string) []string {
	if !r.Emptied {
		return files
	}
	return slices.DeleteFunc(slices.Clone(files), func(name string) bool {
		return strings.HasPrefix(app+"/"+name, r.Folder+"/")
	})
}
