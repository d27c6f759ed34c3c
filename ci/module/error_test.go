package module

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dagger.io/dagger"
	"github.com/google/go-cmp/cmp"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"the module's own error": {
			errors.New(`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "comand"; did you mean "command"?`),
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "comand"; did you mean "command"?`,
		},
		"the path of the query": {
			errors.New("input: pythonPipeline.all.export requirements.txt: line 3: lark has no hash"),
			"requirements.txt: line 3: lark has no hash",
		},
		"the constructor's path": {
			errors.New("input: pythonPipeline requirements.txt: line 3: lark has no hash\n"),
			"requirements.txt: line 3: lark has no hash",
		},
		"the function's name": {
			errors.New(`select: call function "All": severity "SEVERE": it must be one or more of LOW, HIGH`),
			`severity "SEVERE": it must be one or more of LOW, HIGH`,
		},
		"a program that ended, as text": {
			errors.New("pythonPipeline.all: process \"/runtime\" did not complete successfully: exit code: 2\n\npanic: no plan"),
			"panic: no plan",
		},
		"a program that ended without output": {
			errors.New(`process "/runtime" did not complete successfully: exit code: 137`),
			`process "/runtime" did not complete successfully: exit code: 137`,
		},
		"an image that there is not": {
			errors.New(`failed to resolve image "docker.io/library/python:3.9-slim-bookworm" (platform: "linux/amd64"): not found`),
			`failed to resolve image "docker.io/library/python:3.9-slim-bookworm" (platform: "linux/amd64"): not found`,
		},
		"a module that there is not": {
			errors.New(`local path "/srv/pipeline" does not exist`),
			`local path "/srv/pipeline" does not exist`,
		},
		"what stands inside a sentence stays": {
			errors.New("requirements.txt: failed to resolve lark"),
			"requirements.txt: failed to resolve lark",
		},
		"a file called like a step": {
			errors.New("resolve.txt: line 3: lark has no hash"),
			"resolve.txt: line 3: lark has no hash",
		},
		"a failed program": {
			&dagger.ExecError{Cmd: []string{"/runtime"}, ExitCode: 2, Stdout: "reading\n", Stderr: "panic: no plan\n"},
			"/runtime ended with exit status 2: reading\n\npanic: no plan",
		},
		"a failed program without output": {
			&dagger.ExecError{Cmd: []string{"/runtime"}, ExitCode: 137},
			"/runtime ended with exit status 137",
		},
		"a failed program, wrapped": {
			fmt.Errorf("serve: %w", &dagger.ExecError{Cmd: []string{"go", "build", "."}, ExitCode: 1, Stderr: "main.go:3:1: syntax error\n"}),
			"go build . ended with exit status 1: main.go:3:1: syntax error",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, explain(test.err).Error()); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
		})
	}
}

// An error that needs no explanation keeps its kind.
func TestExplainLeavesAClearErrorAsItIs(t *testing.T) {
	t.Parallel()
	err := errors.New("context canceled")
	if got := explain(err); got != err {
		t.Errorf("got %v", got)
	}
}

func TestLoadError(t *testing.T) {
	t.Parallel()
	var compiled strings.Builder
	for i := range 120 {
		fmt.Fprintf(&compiled, "go: downloading module %d\n", i)
	}
	const (
		refused = `Get "https://modules.example/list": tls: failed to verify certificate: x509: certificate signed by unknown authority`
		advice  = "certificate signed by unknown authority: set SSL_CERT_FILE to the file of the network's certificate authorities"
		before  = "go: downloading module "
	)
	for name, test := range map[string]struct {
		err   error
		want  []string // parts of it
		lines int
		cut   string // no part of it
	}{
		"short": {
			err:  errors.New("no dagger.json"),
			want: []string{"module /srv: no dagger.json"}, lines: 1, cut: "SSL_CERT_FILE",
		},
		"long": {
			err:  errors.New(compiled.String() + "main.go:3:1: syntax error"),
			want: []string{"module /srv: … 111 lines before\n", before + "119\nmain.go:3:1: syntax error"}, lines: 11, cut: before + "110\n",
		},
		"an unknown authority": {
			err:  errors.New("go: " + refused),
			want: []string{"module /srv: go: " + refused + "\n" + advice}, lines: 2, cut: "…",
		},
		"the same, after much else": {
			err:  errors.New(compiled.String() + refused),
			want: []string{before + "119\n" + refused + "\n" + advice}, lines: 12, cut: before + "110\n",
		},
		"the same, before much else": {
			err:  errors.New(refused + "\n" + compiled.String()),
			want: []string{before + "119\n" + advice}, lines: 12, cut: refused,
		},
		"the same, from a program": {
			err:  &dagger.ExecError{Cmd: []string{"go", "build"}, ExitCode: 1, Stderr: compiled.String() + refused},
			want: []string{refused + "\n" + advice}, lines: 12, cut: before + "110\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := loadError("/srv", test.err)
			for _, want := range test.want {
				if !strings.Contains(got.Error(), want) {
					t.Errorf("%q is not in: %v", want, got)
				}
			}
			if lines := strings.Count(got.Error(), "\n") + 1; lines != test.lines || strings.Contains(got.Error(), test.cut) {
				t.Errorf("it has %d lines: %v", lines, got)
			}
		})
	}
}

// A short one keeps its kind.
func TestLoadErrorWraps(t *testing.T) {
	t.Parallel()
	if got := loadError("/srv", context.Canceled); !errors.Is(got, context.Canceled) {
		t.Errorf("got %v", got)
	}
}
