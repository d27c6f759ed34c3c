package image

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// tag names an image that was just loaded. What the runtimes print of it ends
// with its reference or its id.
func tag(ctx context.Context, runtime, loaded, name string) error {
	fields := strings.Fields(loaded)
	if len(fields) == 0 {
		return fmt.Errorf("%s load: it names no image", runtime)
	}
	id := fields[len(fields)-1]
	if out, err := exec.CommandContext(ctx, runtime, "tag", id, name+":latest").CombinedOutput(); err != nil {
		return fmt.Errorf("%s tag: %w: %s", runtime, err, strings.TrimSpace(string(out)))
	}
	return nil
}
