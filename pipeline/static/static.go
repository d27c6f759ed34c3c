// Package static reads what collecting Django's static files came to.
package static

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
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

// Read finds the result in what was printed.
func Read(output string) (Result, error) {
	var result Result
	found := line.FindAllString(output, -1)
	if len(found) == 0 {
		return result, fmt.Errorf("collectstatic: manage.py ended without doing it; it said %q", strings.TrimSpace(output))
	}
	if err := json.Unmarshal([]byte(found[len(found)-1]), &result); err != nil {
		return result, fmt.Errorf("collectstatic: its result is no JSON: %w", err)
	}
	return result, nil
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
