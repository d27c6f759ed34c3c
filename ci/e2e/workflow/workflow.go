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
	// Name is what GitHub shows.
	Name string
	// On says what starts it.
	On yaml.Node
	// Permissions are those of the token in jobs that have none of their own.
	Permissions map[string]string
	// Concurrency says which runs wait for one another.
	Concurrency yaml.Node
	// Jobs are known by their ids.
	Jobs map[string]Job
}

// A Job is one of its jobs.
type Job struct {
	// If is the condition under which it runs.
	If string
	// RunsOn names the runner.
	RunsOn string `yaml:"runs-on"`
	// Timeout is in minutes.
	Timeout int `yaml:"timeout-minutes"`
	// Permissions are those of its token.
	Permissions map[string]string
	// Outputs are for the jobs that need it.
	Outputs map[string]string
	// Env is the environment of all its steps.
	Env map[string]string
	// Steps run one after the other.
	Steps []Step
}

// A Step is one of a job's: an action or a script.
type Step struct {
	// Name is what GitHub shows, ID what expressions call it.
	Name, ID string
	// If is the condition under which it runs.
	If string
	// Uses names the action, With has its inputs.
	Uses string
	With map[string]string
	// Run is the script, Shell what runs it.
	Run, Shell string
	// Env is its own environment.
	Env map[string]string
	// Timeout is in minutes.
	Timeout int `yaml:"timeout-minutes"`
	// ContinueOnError lets the job go on when it fails.
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
