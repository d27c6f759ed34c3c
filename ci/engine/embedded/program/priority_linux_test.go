package program

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"python-pipeline/ci/engine/embedded/interruptible"
)

func TestLowPriority(t *testing.T) {
	t.Parallel()
	args := append(lowPriority[:len(lowPriority):len(lowPriority)], "sh", "-c", `nice; cat /proc/self/autogroup 2>&1; echo "$@"`, "sh", "it's", "two words")
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	out, err := interruptible.Output(cmd)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	// The test's own priority may already be low.
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
