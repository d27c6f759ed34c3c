//go:build linux

package e2e

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"python-pipeline/ci/e2e/workflow"
)

// thisCommit is what the jobs of this run work on.
var thisCommit = fmt.Sprintf("%x", sha1.Sum([]byte(thisRun)))

// A runner stands in for GitHub's: it runs the steps of the one job whose
// condition holds.
type runner struct {
	// event and ref are what happened, and on which branch, tag or pull request.
	event, ref string
	// vars and secrets are those of the repository, by their names in small letters.
	vars, secrets map[string]any
	// environment is added to what every step gets.
	environment []string
}

// scope is what expressions see. Steps add their outputs, and a failure to it.
func (r runner) scope(result *jobResult) workflow.Scope {
	steps := map[string]any{}
	for id, outputs := range result.steps {
		steps[id] = map[string]any{"outputs": outputs}
	}
	return workflow.Scope{
		Contexts: workflow.Contexts{
			"github": map[string]any{
				"event_name": r.event, "ref": r.ref, "repository": "Acme/shop", "actor": "ada", "token": "ghs_token-of-the-job",
			},
			"vars": r.vars, "secrets": r.secrets, "steps": steps,
		},
		Functions: workflow.Functions{"success": func(...string) any { return result.code == 0 }},
	}
}

// A jobResult is what a job left.
type jobResult struct {
	output string
	code   int
	// commands are the workflow commands that a runner obeys.
	commands []string
	// outputs are those of the last step that ran, jobOutputs what the job makes
	// of them.
	outputs, jobOutputs map[string]string
	page                string
	// steps are the outputs of all steps, by their ids.
	steps map[string]map[string]any
}

// checkout copies the repository, as the first step of a job does.
func checkout(t *testing.T) string {
	t.Helper()
	workspace := t.TempDir()
	parts, err := os.ReadDir(repository)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		if part.Name() == ".git" || part.Name() == "dist" {
			continue
		}
		source := filepath.Join(repository, part.Name())
		if out, err := exec.Command("cp", "-a", source, workspace).CombinedOutput(); err != nil {
			t.Fatalf("cp: %v: %s", err, out)
		}
	}
	return workspace
}

// run does the job in a workspace: every step that is a script, those after one
// that failed only if they ask for that.
func (r runner) run(t *testing.T, workspace string) jobResult {
	t.Helper()
	w, err := workflow.Parse([]byte(readFile(t, filepath.Join(repository, ".github", "workflows", "ci.yml"))))
	if err != nil {
		t.Fatal(err)
	}
	result := jobResult{jobOutputs: map[string]string{}, steps: map[string]map[string]any{}}
	name, err := w.Job(r.scope(&result))
	if err != nil {
		t.Fatal(err)
	}
	job := w.Jobs[name]
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(job.Timeout)*time.Minute)
	defer cancel()
	for _, step := range job.Steps {
		if step.Run == "" {
			continue
		}
		runs, err := r.scope(&result).Holds(step.If)
		if err != nil {
			t.Fatal(err)
		}
		if runs {
			r.step(ctx, t, workspace, job, step, &result)
		}
	}
	result.commands = obeyed(result.output)
	if result.code == 0 {
		if result.jobOutputs, err = r.scope(&result).Texts(job.Outputs); err != nil {
			t.Fatal(err)
		}
	}
	return result
}

func (r runner) step(ctx context.Context, t *testing.T, workspace string, job workflow.Job, step workflow.Step, result *jobResult) {
	t.Helper()
	temp := t.TempDir()
	output, page, script := filepath.Join(temp, "output"), filepath.Join(temp, "summary"), filepath.Join(temp, "script.sh")
	for file, content := range map[string]string{output: "", page: "", script: step.Run} {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shell := map[string][]string{"": {"bash", "-e"}, "bash": {"bash", "--noprofile", "--norc", "-eo", "pipefail"}}[step.Shell]
	if shell == nil {
		t.Fatalf("shell %s: which one is it?", step.Shell)
	}
	cmd := exec.CommandContext(ctx, shell[0], append(shell[1:], script)...)
	cmd.Dir, cmd.WaitDelay = workspace, time.Second
	cmd.Env = append(os.Environ(), "CI=true", "GITHUB_ACTIONS=true", "GITHUB_REPOSITORY=Acme/shop", "GITHUB_SHA="+thisCommit,
		"GITHUB_EVENT_NAME="+r.event, "GITHUB_REF="+r.ref,
		"GITHUB_WORKSPACE="+workspace, "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+page, "RUNNER_TEMP="+temp)
	cmd.Env = append(cmd.Env, r.environment...)
	own, err := r.scope(result).Environment(job, step)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range own {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	result.output += log.String()
	if code := cmd.ProcessState.ExitCode(); result.code == 0 {
		result.code = code
	}
	result.page += readFile(t, page)
	result.outputs, result.steps[step.ID] = map[string]string{}, map[string]any{}
	for line := range strings.Lines(readFile(t, output)) {
		name, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !found {
			t.Fatalf("GITHUB_OUTPUT: %q is not an output", line)
		}
		result.outputs[name] = value
		result.steps[step.ID][strings.ToLower(name)] = value
	}
}

// obeyed are the commands in a log. A runner looks for them at the beginning of
// every line, after white space, unless it was told to stop.
func obeyed(log string) []string {
	var commands []string
	resume := ""
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		token, stops := strings.CutPrefix(line, "::stop-commands::")
		switch {
		case resume != "":
			if line == resume {
				resume = ""
			}
		case stops:
			resume = "::" + token + "::"
		case strings.HasPrefix(line, "::"):
			commands = append(commands, line)
		}
	}
	return commands
}
