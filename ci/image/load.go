package image

import (
	"context"
	"fmt"
	"strings"

	"python-pipeline/ci/containerruntime"
	"python-pipeline/ci/progress"
)

// Load hands the archive to the container runtime of this machine, under the
// app's name. Where none answers, a line says so.
func Load(ctx context.Context, file, name string, display *progress.Display) error {
	runtime, err := containerruntime.Running(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		display.Info(name + ": not loaded: " + err.Error())
		return nil
	}
	loaded, err := containerruntime.Output(ctx, containerruntime.LoadLimit, runtime, "load", "--quiet", "--input", file)
	if err != nil {
		return err
	}
	return tag(ctx, runtime, loaded, name)
}

// tag names an image that was just loaded. What the runtimes print of it ends
// with its reference or its id.
func tag(ctx context.Context, runtime, loaded, name string) error {
	fields := strings.Fields(loaded)
	if len(fields) == 0 {
		return fmt.Errorf("%s load: it names no image", runtime)
	}
	_, err := containerruntime.Output(ctx, containerruntime.Limit, runtime, "tag", fields[len(fields)-1], name+":latest")
	return err
}
