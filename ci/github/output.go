package github

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"

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
		for _, output := range [][2]string{{"digest-" + i.App, i.Digest}, {"reference-" + i.App, i.Reference}} {
			line, err := line(output[0], output[1])
			if err != nil {
				return "", err
			}
			lines.WriteString(line)
		}
	}
	list, err := json.Marshal(images) // which has no line breaks
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&lines, "images=%s\n", list)
	return lines.String(), nil
}

// names are those of outputs that an expression can read.
var names = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// line is that of an output. A second line would be another output, or change
// what the next ones mean.
func line(name, value string) (string, error) {
	if !names.MatchString(name) || strings.ContainsFunc(value, unicode.IsControl) {
		return "", fmt.Errorf("GITHUB_OUTPUT: %q cannot be the output %q: neither may have a line break, and the name only letters, digits, dots, dashes and underscores", value, name)
	}
	return name + "=" + value + "\n", nil
}
