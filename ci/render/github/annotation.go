package github

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/render"
	"python-pipeline/ci/summary"
)

// An annotation is an error on the page of a job and, if it has a file, in the changes that the job is about.
type annotation struct {
	file           string // relative to the repository
	line           int
	title, message string
}

// maxAnnotations is how many errors of a step GitHub shows.
const maxAnnotations = 10

// annotations returns the annotations of a run. The failed steps come first, so that no app is missing when another has many
// failed tests.
func annotations(s summary.Summary) []annotation {
	var found, tests []annotation
	if s.Error != "" {
		found = append(found, runAnnotation(s.Error))
	}
	for _, app := range s.Apps {
		for _, f := range app.Failures {
			found = append(found, annotation{title: render.Subject(app, f), message: strings.TrimSpace(f.Problem + "\n" + f.Advice)})
		}
		for _, test := range app.FailedTests() {
			a := annotation{title: app.Name + ": " + test.Name, message: test.Message}
			if !filepath.IsAbs(test.File) {
				a.file, a.line = test.File, test.Line
			}
			tests = append(tests, a)
		}
	}
	found = append(found, tests...)
	return found[:min(len(found), maxAnnotations)]
}

// Annotate writes the annotation of a run that ended before it had a result.
func Annotate(log io.Writer, err error) error {
	_, failed := fmt.Fprintln(log, runAnnotation(err.Error()))
	return failed
}

// runAnnotation is the annotation of a failure outside the apps.
func runAnnotation(problem string) annotation { return annotation{title: "run", message: problem} }

// The characters that would end a message, and those that would end a property.
var (
	data       = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	properties = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// String returns the workflow command.
func (a annotation) String() string {
	place := ""
	if a.file != "" {
		place = "file=" + properties.Replace(progress.Plain(a.file)) + ","
		if a.line > 0 {
			place += fmt.Sprintf("line=%d,", a.line)
		}
	}
	return fmt.Sprintf("::error %stitle=%s::%s", place, properties.Replace(progress.Plain(a.title)), data.Replace(progress.Plain(a.message)))
}
