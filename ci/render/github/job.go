// Package github reports a run to its GitHub Actions job: a summary for the job's page, outputs for the next steps, and
// annotations for the page of a change.
package github

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"

	"python-pipeline/ci/render"
	"python-pipeline/ci/summary"
)

// A Job runs this program as one of its steps. Nothing is written to a nil Job.
type Job struct {
	log     io.Writer
	output  string
	summary string
	token   string // resumes workflow commands; empty when they are not stopped
}

// Begin stops workflow commands in the step's log until Resume: the output of tests must not set outputs or stop the masking of
// secrets. The files are those of GITHUB_OUTPUT and GITHUB_STEP_SUMMARY; one without a name is not written.
func Begin(log io.Writer, output, summary string) (*Job, error) {
	j := &Job{log: log, output: output, summary: summary, token: rand.Text()}
	_, err := fmt.Fprintf(log, "::stop-commands::%s\n", j.token)
	return j, err
}

// Resume allows workflow commands again. Later calls do nothing.
func (j *Job) Resume() error {
	if j == nil || j.token == "" {
		return nil
	}
	_, err := fmt.Fprintf(j.log, "::%s::\n", j.token)
	j.token = ""
	return err
}

// Report writes the annotations, the outputs and the summary of a run.
func (j *Job) Report(s summary.Summary) error {
	if j == nil {
		return nil
	}
	if err := j.Resume(); err != nil {
		return err
	}
	var commands strings.Builder
	for _, a := range annotations(s) {
		fmt.Fprintln(&commands, a)
	}
	if _, err := io.WriteString(j.log, commands.String()); err != nil {
		return err
	}
	return j.Write(s)
}

// Write writes the step's outputs and its summary.
func (j *Job) Write(s summary.Summary) error {
	if j == nil {
		return nil
	}
	text, err := outputs(s)
	if err != nil {
		return err
	}
	if err := add("GITHUB_OUTPUT", j.output, text); err != nil {
		return err
	}
	var page strings.Builder
	if err := render.Markdown(&page, s); err != nil {
		return err
	}
	return add("GITHUB_STEP_SUMMARY", j.summary, page.String())
}

// add appends to what earlier commands of the step wrote.
func add(variable, name, text string) error {
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = file.WriteString(text)
		err = cmp.Or(err, file.Close())
	}
	if err != nil {
		return fmt.Errorf("%s: %w; unset GITHUB_ACTIONS where no job runs this", variable, err)
	}
	return nil
}
