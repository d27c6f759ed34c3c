package engine

import (
	"errors"
	"testing"
)

func TestJoinReasons(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		reasons []error
		want    string
	}{
		"a reason of one line": {[]error{errors.New("no container runtime is installed")}, "no container runtime is installed"},
		"a program's output is left out": {
			[]error{errors.New("docker is installed, but its daemon does not answer:\npermission denied: /run/docker.sock")},
			"docker is installed, but its daemon does not answer",
		},
		"its error line is kept": {
			[]error{errors.New("docker answers, but no session could be opened: EOF: 1 : connect\n2 : pull\nError: warm-up: slow\nError: start engine: no space left\n1 : done")},
			"docker answers, but no session could be opened: start engine: no space left",
		},
		"an error line that is the first line": {
			[]error{errors.New("podman is installed, but its daemon does not answer: EOF: Error: no socket")},
			"podman is installed, but its daemon does not answer: no socket",
		},
		"the last line of a program that failed is added": {
			[]error{errors.New("docker answers, but no session could be opened: EOF: 1 : connect\n" +
				"\x1b[95m6   : \x1b[0m┆ \x1b[90m[0.0s] \x1b[0m\x1b[90m|\x1b[0m Error: No such image\n" +
				"\x1b[95m7   : \x1b[0m┆ \x1b[90m[1m0.3s] \x1b[0m\x1b[90m|\x1b[0m Error response from daemon: no route\n" +
				"\x1b[95m7   : \x1b[0m┆ exec docker pull\x1b[31m ERROR\x1b[0m\n\n" +
				"Error: start engine: failed to run command [docker pull]: exit status 1 [traceparent:0243c1d95a8e4f7b9d2c6e1f3a5b7c9d-8832f4a6b8c0d2e4]\n")},
			"docker answers, but no session could be opened: start engine: failed to run command [docker pull]: exit status 1: Error response from daemon: no route",
		},
		"the output of other programs is left out": {
			[]error{errors.New("docker answers, but no session could be opened: EOF: 1 : connect\n6 : [0.0s] | Error: No such image\nError: new client: no answer\n")},
			"docker answers, but no session could be opened: new client: no answer",
		},
		"a Python exception is not an error line": {[]error{errors.New("docker answers, but: ValueError: no")}, "docker answers, but: ValueError: no"},
		"several": {
			[]error{retryLater{errors.New("docker is installed, but its daemon does not answer:\nno socket"), 1}, retryLater{errors.New("podman answers, but no"), 24}, errors.New("nerdctl gave no engine")},
			"docker is installed, but its daemon does not answer (tried again after 1h); podman answers, but no (tried again after 24h); nerdctl gave no engine",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := joinReasons(test.reasons); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}
