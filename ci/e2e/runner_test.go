//go:build linux

package e2e

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// thisCommit is what the jobs of this run work on.
var thisCommit = fmt.Sprintf("%x", sha1.Sum([]byte(thisRun)))

// A runner stands in for GitHub's: it runs the steps of the one job whose
// condition holds.
type runner struct {
	// expressions are the values of what stands in ${{ }} or in an if.
	expressions map[string]string
	// environment is added to what every step gets.
	environment []string
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

// job is the one that runs.
func (r runner) job(t *testing.T) workflowJob {
	t.Helper()
	var found []workflowJob
	for _, job := range readWorkflow(t).Jobs {
		if r.value(t, job.If) == "true" {
			found = append(found, job)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d jobs run", len(found))
	}
	return found[0]
}

// run does the job in a workspace: every step that is a script, up to the first
// one that fails.
func (r runner) run(t *testing.T, workspace string) jobResult {
	t.Helper()
	job := r.job(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(job.Timeout)*time.Minute)
	defer cancel()
	r.expressions = maps.Clone(r.expressions)
	result := jobResult{jobOutputs: map[string]string{}}
	for _, step := range job.Steps {
		if step.Run == "" || step.If != "" && r.value(t, step.If) != "true" {
			continue
		}
		r.step(ctx, t, workspace, job, step, &result)
		if result.code != 0 {
			break
		}
	}
	result.commands = obeyed(result.output)
	for name, text := range job.Outputs {
		if result.code == 0 {
			result.jobOutputs[name] = r.evaluate(t, text)
		}
	}
	return result
}

func (r runner) step(ctx context.Context, t *testing.T, workspace string, job workflowJob, step workflowStep, result *jobResult) {
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
		"GITHUB_WORKSPACE="+workspace, "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+page, "RUNNER_TEMP="+temp)
	cmd.Env = append(cmd.Env, r.environment...)
	for _, variables := range []map[string]string{job.Env, step.Env} {
		for name, text := range variables {
			cmd.Env = append(cmd.Env, name+"="+r.evaluate(t, text))
		}
	}
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	result.output += log.String()
	result.code = cmd.ProcessState.ExitCode()
	result.page += readFile(t, page)
	result.outputs = map[string]string{}
	for line := range strings.Lines(readFile(t, output)) {
		name, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !found {
			t.Fatalf("GITHUB_OUTPUT: %q is no output", line)
		}
		result.outputs[name] = value
		r.expressions["steps."+step.ID+".outputs."+name] = value
	}
}

var expression = regexp.MustCompile(`\$\{\{ (.+?) \}\}`)

func (r runner) evaluate(t *testing.T, text string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(found string) string {
		return r.value(t, expression.FindStringSubmatch(found)[1])
	})
}

func (r runner) value(t *testing.T, expression string) string {
	t.Helper()
	value, known := r.expressions[expression]
	if !known {
		t.Fatalf("the workflow has an expression of which this test does not know the value: %s", expression)
	}
	return value
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
