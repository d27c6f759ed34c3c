package steplimit

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// run runs a command within a limit and returns how it ended. It kills the
// processes that are left; in a container the kernel does that with process 1.
func run(t *testing.T, limit time.Duration, command ...string) (status int, stderr string, ended bool) {
	t.Helper()
	limited := Command(limit, "test", command)
	cmd := exec.Command(limited[0], limited[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	output, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer output.Close()
	cmd.Stderr = output
	err = cmd.Run()
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	content, err := os.ReadFile(output.Name())
	if err != nil {
		t.Fatal(err)
	}
	status = cmd.ProcessState.ExitCode()
	_, ended = Exceeded(limited, status, string(content))
	return status, string(content), ended
}

func TestCommand(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		script string
		status int
		stderr string
	}{
		"ends well":                        {"echo done >&2", 0, "done\n"},
		"fails":                            {"exit 3", 3, ""},
		"ends with the status of a limit":  {"exit 124", 124, ""},
		"is killed":                        {"kill -KILL $$", 137, ""},
		"gets its arguments as they are":   {`printf '%s,' "$@" >&2`, 0, "a b,$HOME,*,"},
		"has no standard input to wait on": {"cat", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, stderr, ended := run(t, time.Hour, "sh", "-c", test.script, "sh", "a b", "$HOME", "*")
			// The shell prints its own line about a program that is killed.
			if status != test.status || ended || test.status != 137 && stderr != test.stderr {
				t.Errorf("status %d, ended %v, standard error %q", status, ended, stderr)
			}
		})
	}
}

// A command that hangs is listed and ended, whatever signals it ignores.
func TestCommandThatHangs(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"it sleeps":               "sleep 3600.0625 & wait",
		"it ignores signals":      "trap '' TERM INT HUP WINCH; sleep 3600.0625 & wait; wait",
		"its shell is held still": "sleep 3600.0625 & while :; do kill -STOP $PPID; sleep 1; kill -CONT $PPID; sleep 1; done",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, stderr, ended := run(t, 500*time.Millisecond, "sh", "-c", "cd /tmp; "+script)
			if status != 124 || !ended {
				t.Errorf("status %d, standard error %q", status, stderr)
			}
			for _, text := range []string{"time limit: it did not end within 500ms; these programs were running:\n", "\n  in /tmp: sleep 3600.0625 \n"} {
				if !strings.Contains(stderr, text) {
					t.Errorf("%q is missing in:\n%s", text, stderr)
				}
			}
		})
	}
}

// Only a command that had a limit can have exceeded it.
func TestExceeded(t *testing.T) {
	t.Parallel()
	const line = "output\ntime limit: it did not end within 30m; these programs were running:\n"
	limited := Command(30*time.Minute, "install", []string{"uv", "pip", "install"})
	for name, test := range map[string]struct {
		command []string
		status  int
		stderr  string
		want    bool
	}{
		"ended by its limit":     {limited, 124, line, true},
		"its own status":         {limited, 124, "output\n", false},
		"another status":         {limited, 1, line, false},
		"a command without one":  {[]string{"uv", "pip", "install"}, 124, line, false},
		"a timeout of the app's": {[]string{"timeout", "-k", "10", "5", "sh", "-c", "a", "30m", "c", "d"}, 124, line, false},
	} {
		if limit, ended := Exceeded(test.command, test.status, test.stderr); ended != test.want || ended && limit != "30m" {
			t.Errorf("%s: %q, %v", name, limit, ended)
		}
	}
	if id := ID(limited); id != "install" {
		t.Errorf("the ID is %q", id)
	}
	if id := ID([]string{"uv", "pip", "install"}); id != "" {
		t.Errorf("a command without a limit has the ID %q", id)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"30m": 30 * time.Minute, "90s": 90 * time.Second, "1h": time.Hour, "1.5s": 2 * time.Second, "": 0, "0s": 0, "-1m": 0, "30": 0, "soon": 0,
	} {
		got, err := Parse(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	ended, other := errors.New("the image was not pulled within 1ms"), errors.New("no such image")
	waits := func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	}
	interrupted, cancel := context.WithCancel(context.Background())
	cancel()
	for name, test := range map[string]struct {
		ctx   context.Context
		limit time.Duration
		run   func(context.Context) error
		want  error
	}{
		"in time":                {context.Background(), time.Hour, func(context.Context) error { return nil }, nil},
		"an error of its own":    {context.Background(), time.Hour, func(context.Context) error { return other }, other},
		"without an end":         {context.Background(), time.Millisecond, waits, ended},
		"given up by the caller": {interrupted, time.Hour, waits, context.Canceled},
	} {
		if err := Within(test.ctx, test.limit, ended, test.run); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
