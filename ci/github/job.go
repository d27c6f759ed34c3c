// Package github answers a GitHub Actions job: with a summary for its page,
// outputs for its next steps, and annotations where a change is looked at.
package github

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"

	"python-pipeline/ci/summary"
)

// A Job runs this program as one of its steps. A nil Job is none: nothing is
// written then.
type Job struct {
	log     io.Writer
	output  string
	summary string
	token   string // ends the pause of commands; empty when that has ended
}

// Begin takes the step's log and the files that GITHUB_OUTPUT and
// GITHUB_STEP_SUMMARY name; one without a name is not written. Until Resume the
// log holds no commands: what tests print is not ours, and must not set outputs
// or stop the masking of secrets.
func Begin(log io.Writer, output, summary string) (*Job, error) {
	j := &Job{log: log, output: output, summary: summary, token: rand.Text()}
	_, err := fmt.Fprintf(log, "::stop-commands::%s\n", j.token)
	return j, err
}

// Resume lets the log hold commands again. All but the first call do nothing.
func (j *Job) Resume() error {
	if j == nil || j.token == "" {
		return nil
	}
	_, err := fmt.Fprintf(j.log, "::%s::\n", j.token)
	j.token = ""
	return err
}

// Report writes what came of a run: annotations, and what Write does.
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
	outputs, err := outputs(s)
	if err != nil {
		return err
	}
	if err := add("GITHUB_OUTPUT", j.output, outputs); err != nil {
		return err
	}
	var page strings.Builder
	if err := s.Markdown(&page); err != nil {
		return err
	}
	return add("GITHUB_STEP_SUMMARY", j.summary, page.String())
}

// add writes behind what earlier commands of the step wrote.
func add(variable, name, text string) error {
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = file.WriteString(text)
		if closed := file.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w; unset GITHUB_ACTIONS where no job runs this", variable, err)
	}
	return nil
}
