//go:build linux

package embedded

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// A step that waits for a network that swallows packets ends, and says why.
func TestStepThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	hang := func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", errors.New("signal: interrupt")
	}
	_, err := limitedStep(t.Context(), silent(t), 10*time.Millisecond, "packages: read the Debian archive", hang)
	const want = "not done within 10ms: signal: interrupt; look at the network and the load of this machine, and run again"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := limitedStep(stopped, silent(t), time.Minute, "packages: read the Debian archive", hang); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: got %v", err)
	}
}

// A run that never ends is named to the one that waits for it.
func TestLockThatIsNotReleased(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	unlock, err := folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	_, err = lockWithin(t.Context(), silent(t), 10*time.Millisecond, folder.lock(), "engine: wait for another run")
	if err == nil || !strings.Contains(err.Error(), "it has not ended within 10ms; end process ") {
		t.Errorf("got %v", err)
	}
}
