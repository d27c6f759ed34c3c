package interruptible

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// runScript is the variable of a script that this test binary runs instead of
// its tests, so that a test can kill the script's parent.
const runScript = "RUN_SCRIPT"

func TestMain(m *testing.M) {
	script := os.Getenv(runScript)
	if script == "" {
		os.Exit(m.Run())
	}
	cmd := exec.CommandContext(context.Background(), "sh", "-c", script)
	cmd.ExtraFiles = []*os.File{os.NewFile(3, "held")}
	if err := run(cmd, time.Minute); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A killed program cannot end its children. They have to end anyway, or they
// would work beside those of the next run.
func TestProgramWhoseParentIsKilled(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	parent := exec.Command(os.Args[0])
	parent.Dir, parent.ExtraFiles = t.TempDir(), []*os.File{writer}
	parent.Env = append(os.Environ(), runScript+"=touch started; exec sleep 600")
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		_, err := os.Stat(filepath.Join(parent.Dir, "started"))
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrNotExist) || time.Now().After(end) {
			t.Fatal(err)
		}
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // fails: the parent was killed
	if err := reader.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the script still runs: %v", err)
	}
}
