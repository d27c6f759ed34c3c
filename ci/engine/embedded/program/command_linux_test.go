package program

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A compilation's process starts others, which must not outlive it.
func TestInterruptEndsTheWholeSession(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	// The shell answers a signal only when its child ended.
	cmd := exec.CommandContext(ctx, "sh", "-c", "trap 'touch cleaned; exit 130' INT; touch started; sleep 5")
	cmd.Dir = folder
	interruptible(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for !exists(t, filepath.Join(folder, "started")) {
		time.Sleep(5 * time.Millisecond)
	}
	begun := time.Now()
	cancel()
	if err := cmd.Wait(); err == nil || err.Error() != "exit status 130" {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("it took %s to end: its child slept on", took)
	}
	if !exists(t, filepath.Join(folder, "cleaned")) {
		t.Error("it had no time to clean up")
	}
}

func exists(t *testing.T, path string) bool {
	t.Helper()
	_, err := os.Stat(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

func TestLowPriority(t *testing.T) {
	t.Parallel()
	args := append(lowPriority[:len(lowPriority):len(lowPriority)], "sh", "-c", `nice; cat /proc/self/autogroup 2>&1; echo "$@"`, "sh", "it's", "two words")
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	interruptible(cmd)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	// The test itself may have a low one already.
	if niceness, err := strconv.Atoi(lines[0]); err != nil || niceness < 10 {
		t.Errorf("its processes have priority %s, %v", lines[0], err)
	}
	// /autogroup-123 nice 10, where the kernel groups processes
	if strings.Contains(lines[1], "autogroup-") && !strings.HasSuffix(lines[1], "nice 10") {
		t.Errorf("its session has %s", lines[1])
	}
	if last := lines[len(lines)-1]; last != "it's two words" {
		t.Errorf("its arguments are %s", last)
	}
}
