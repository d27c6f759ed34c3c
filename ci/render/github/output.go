package github

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"python-pipeline/ci/registry"
	"python-pipeline/ci/summary"
)

// An image is a published image, as the output "images" lists it. A job uses the list as its matrix, to sign, attest or
// deploy each image.
type image struct {
	App        string   `json:"app"`
	Repository string   `json:"repository"` // host and path, without tag
	Digest     string   `json:"digest"`
	Reference  string   `json:"reference"` // repository@digest, which always means the same image
	Tags       []string `json:"tags"`
}

// outputs returns the lines of the step's outputs. No value has more than one line.
func outputs(s summary.Summary) (string, error) {
	images := []image{}
	var lines strings.Builder
	for _, app := range s.Apps {
		if len(app.References) == 0 || app.Failed() {
			continue // no next step may use it
		}
		i := image{App: app.Name, Digest: app.Digest}
		for _, reference := range app.References {
			tag, _, err := registry.ParsePublished(reference)
			if err != nil {
				return "", fmt.Errorf("GITHUB_OUTPUT: %w", err)
			}
			i.Tags = append(i.Tags, tag.TagStr())
			// As written in the reference: the library renames docker.io.
			i.Repository = strings.TrimSuffix(tag.String(), ":"+tag.TagStr())
		}
		i.Reference = i.Repository + "@" + i.Digest
		images = append(images, i)
		for _, output := range [][2]string{{"digest-" + i.App, i.Digest}, {"reference-" + i.App, i.Reference}} {
			line, err := outputLine(output[0], output[1])
			if err != nil {
				return "", err
			}
			lines.WriteString(line)
		}
	}
	list, err := json.Marshal(images) // without line breaks
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&lines, "images=%s\n", list)
	return lines.String(), nil
}

// names matches the names of outputs that an expression can read.
var names = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// outputLine returns the line of an output. A second line would be another output, or change the meaning of the next ones.
func outputLine(name, value string) (string, error) {
	if !names.MatchString(name) || strings.ContainsFunc(value, unicode.IsControl) {
		return "", fmt.Errorf("GITHUB_OUTPUT: %q cannot be the output %q: neither may have a line break, and the name only letters, digits, dots, dashes and underscores", value, name)
	}
	return name + "=" + value + "\n", nil
}
