package interruptible

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A session is a program that starts another one. Both hold one end of a pipe,
// which stays open while either of them runs.
type session struct {
	folder string
	pipe   *os.File
	ended  chan error
	stop   context.CancelFunc
}

// start runs a script in a new folder until it creates the file "started".
func start(t *testing.T, script string, limit time.Duration) *session {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.Close() })
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	s := &session{folder: t.TempDir(), pipe: reader, ended: make(chan error, 1), stop: stop}
	cmd := exec.CommandContext(ctx, "sh", "-c", script)
	cmd.Dir, cmd.ExtraFiles = s.folder, []*os.File{writer}
	go func() {
		defer writer.Close()
		s.ended <- run(cmd, limit)
	}()
	for !s.hasFile(t, "started") {
		time.Sleep(5 * time.Millisecond)
	}
	return s
}

func (s *session) hasFile(t *testing.T, name string) bool {
	t.Helper()
	_, err := os.Stat(filepath.Join(s.folder, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

// end interrupts the program and waits until run has returned and no process
// holds the pipe.
func (s *session) end(t *testing.T) error {
	t.Helper()
	s.stop()
	err := <-s.ended
	if err := s.pipe.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.pipe.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("a child of the program still runs: %v", err)
	}
	return err
}

// The shell handles a signal only after its child has ended, so the child has
// to be interrupted too.
func TestInterruptEndsTheWholeSession(t *testing.T) {
	t.Parallel()
	s := start(t, `
		trap ': > cleaned; exit 130' INT
		sh -c ': > started; exec sleep 600'`, time.Minute)
	if err := s.end(t); err == nil || err.Error() != "exit status 130" {
		t.Errorf("got %v", err)
	}
	if !s.hasFile(t, "cleaned") {
		t.Error("the program had no time to clean up")
	}
}

// A shell without job control starts background programs with interrupts
// ignored.
func TestInterruptKillsProgramsThatIgnoreIt(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"a program whose child goes on": "trap 'exit 130' INT; sleep 600 & : > started; wait",
		"a program that goes on":        "trap '' INT; : > started; sleep 600",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := start(t, script, 200*time.Millisecond).end(t); err == nil {
				t.Error("no error")
			}
		})
	}
}

func TestOutput(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"echo result; seq 1 7 >&2; exit 3": "exit status 3: 3; 4; 5; 6; 7",
		"echo result; echo no >&2; exit 4": "exit status 4: no",
		"echo result; exit 5":              "exit status 5",
	} {
		out, err := Output(exec.CommandContext(t.Context(), "sh", "-c", script))
		if out != "result\n" || err == nil || err.Error() != want {
			t.Errorf("%s: got %q, %v", script, out, err)
		}
	}
	if out, err := Output(exec.CommandContext(t.Context(), "sh", "-c", "echo result; echo warning >&2")); out != "result\n" || err != nil {
		t.Errorf("got %q, %v", out, err)
	}
}
