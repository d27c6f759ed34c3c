package github

import (
	"encoding/json"
	"fmt"
	"strings"

	"python-pipeline/ci/summary"
)

// An image is a published one, as the output "images" lists it. A job takes the
// list as its matrix, to sign, attest or deploy each image.
type image struct {
	App        string   `json:"app"`
	Repository string   `json:"repository"` // host and path, without tag
	Digest     string   `json:"digest"`
	Reference  string   `json:"reference"` // repository@digest, which never changes its meaning
	Tags       []string `json:"tags"`
}

// outputs are the lines of the step's outputs. No value has more than one line.
func outputs(s summary.Summary) (string, error) {
	images := []image{}
	var lines strings.Builder
	for _, app := range s.Apps {
		if app.Reference == "" || app.Digest == "" || app.Failed() {
			continue // nothing that a next step may take
		}
		repository := app.Reference[:strings.LastIndex(app.Reference, ":")]
		i := image{App: app.Name, Repository: repository, Digest: app.Digest, Reference: repository + "@" + app.Digest, Tags: app.Tags}
		images = append(images, i)
		fmt.Fprintf(&lines, "digest-%s=%s\nreference-%s=%s\n", i.App, i.Digest, i.App, i.Reference)
	}
	list, err := json.Marshal(images)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&lines, "images=%s\n", list)
	return lines.String(), nil
}
