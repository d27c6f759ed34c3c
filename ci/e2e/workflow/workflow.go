// Package workflow reads .github/workflows/ci.yml and evaluates its expressions
// as GitHub does, so that tests can see what a job would be given.
package workflow

import (
	"bytes"
	"fmt"
	"maps"

	"go.yaml.in/yaml/v3"
)

// A Workflow is .github/workflows/ci.yml. It has every key that the file may
// have, so that none is there which the tests do not know of.
type Workflow struct {
	Name        string
	On          yaml.Node
	Permissions map[string]string
	Concurrency yaml.Node
	Jobs        map[string]Job
}

// A Job is one of its jobs.
type Job struct {
	If          string
	RunsOn      string `yaml:"runs-on"`
	Timeout     int    `yaml:"timeout-minutes"`
	Permissions map[string]string
	Outputs     map[string]string
	Env         map[string]string
	Steps       []Step
}

// A Step is one of a job's: an action or a script.
type Step struct {
	Name, ID, If, Uses, Run, Shell string

	With, Env       map[string]string
	Timeout         int  `yaml:"timeout-minutes"`
	ContinueOnError bool `yaml:"continue-on-error"`
}

// Parse reads a workflow.
func Parse(text []byte) (Workflow, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var w Workflow
	err := decoder.Decode(&w)
	return w, err
}

// Job gives the name of the one job whose condition holds.
func (w Workflow) Job(s Scope) (string, error) {
	var found []string
	for name, job := range w.Jobs {
		runs, err := s.Holds(job.If)
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		if runs {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf("jobs that run: %q", found)
	}
	return found[0], nil
}

// Environment is what a step of a job is given besides what every step gets.
func (s Scope) Environment(job Job, step Step) (map[string]string, error) {
	all := maps.Clone(job.Env)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, step.Env)
	return s.Texts(all)
}

// Texts replaces the expressions in the values of a map.
func (s Scope) Texts(texts map[string]string) (map[string]string, error) {
	values := map[string]string{}
	for name, text := range texts {
		value, err := s.Text(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = value
	}
	return values, nil
}
