//go:build linux

// Package e2e runs the built program on a real engine and looks at what it
// published: images pulled from the registry, and containers of them.
package e2e

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"python-pipeline/ci/summary"
)

var (
	// program is the ci program, built once.
	program string
	// repository is the root of this repository.
	repository string
)

func TestMain(m *testing.M) {
	code, err := setUp(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

func setUp(m *testing.M) (int, error) {
	// What the tests look at are this engine and its registry.
	if err := os.Setenv("PIPELINE_ENGINE", "embedded"); err != nil {
		return 0, err
	}
	// Runs that are compared stand on the updates of one day, at midnight too.
	if err := os.Setenv("PIPELINE_DAY", time.Now().UTC().Format(time.DateOnly)); err != nil {
		return 0, err
	}
	if err := os.Unsetenv(long); err != nil {
		return 0, err
	}
	var err error
	if repository, err = filepath.Abs("../.."); err != nil {
		return 0, err
	}
	folder, err := os.MkdirTemp("", "e2e-*")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	lockTools.Folder = filepath.Join(folder, "lock-tools")
	program = filepath.Join(folder, "ci")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./ci")
	build.Dir = repository
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%w: %s", err, out)
	}
	// One engine serves all tests. What it takes to bring it up is shown: it is
	// minutes on a new machine.
	start := exec.Command(program, "engine", "start")
	start.Dir, start.Stdout, start.Stderr = repository, os.Stdout, os.Stderr
	// Hours before they are due, so that none is made again between two runs that
	// are compared.
	start.Env = append(os.Environ(), "PIPELINE_STAND_IN_MAX_AGE=160h")
	if err := start.Run(); err != nil {
		return 0, fmt.Errorf("engine start: %w", err)
	}
	// What all apps share is built once, by one run, and not by ten at the same
	// time of which each waits for another.
	first := exec.Command(program)
	first.Dir, first.Env = repository, append(os.Environ(), "PIPELINE_DIST="+filepath.Join(folder, "dist"))
	if out, err := first.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("the sample apps: %w\n%s", err, out)
	}
	code := m.Run()
	return code, stopPodman()
}

// thisRun tells the apps of this run from those of an earlier one, which the
// engine's registry may still have.
var thisRun = strings.ToLower(rand.Text()[:6])

// named is what a test's app is called in this run.
func named(name string) string { return name + "-" + thisRun }

// A result is what a run of the program came to.
type result struct {
	output  string // standard output and error
	code    int
	dist    string
	summary summary.Summary
}

// app gives the result of one of a test's apps, or of a sample.
func (r result) app(t *testing.T, name string) summary.App {
	t.Helper()
	for _, app := range r.summary.Apps {
		if app.Name == name || app.Name == named(name) {
			return app
		}
	}
	t.Fatalf("no app %s in the summary; the program said:\n%s", name, r.output)
	return summary.App{}
}

// failedAt names the steps of an app that failed, in their order.
func failedAt(app summary.App) string {
	var steps []string
	for _, failure := range app.Failures {
		steps = append(steps, failure.Step)
	}
	return strings.Join(steps, ", ")
}

// ci runs the program with further variables ("NAME=value") and its own dist
// folder. It always ends, so that a hang is a failure with output.
func ci(t *testing.T, variables []string, arguments ...string) result {
	t.Helper()
	r := result{dist: t.TempDir()}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Dir = repository
	cmd.Env = append(append(os.Environ(), "PIPELINE_DIST="+r.dist), variables...)
	cmd.WaitDelay = time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r.output, r.code = out.String(), cmd.ProcessState.ExitCode()
	if content, err := os.ReadFile(filepath.Join(r.dist, summary.FileName)); err == nil {
		if err := json.Unmarshal(content, &r.summary); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// mustPass fails the test when the program did.
func (r result) mustPass(t *testing.T) result {
	t.Helper()
	if r.code != 0 || !r.summary.OK {
		t.Fatalf("exit status %d; the program said:\n%s", r.code, r.output)
	}
	return r
}

// mustFail fails the test when the program did not, or did not say each text.
func (r result) mustFail(t *testing.T, texts ...string) result {
	t.Helper()
	if r.code == 0 {
		t.Fatalf("exit status 0; the program said:\n%s", r.output)
	}
	for _, text := range texts {
		if !strings.Contains(r.output, text) {
			t.Errorf("%q is missing in:\n%s", text, r.output)
		}
	}
	return r
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
