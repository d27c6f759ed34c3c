package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"python-pipeline/ci/config"
	"python-pipeline/ci/containerruntime"
	"python-pipeline/ci/engine/embedded"
)

// Pythons lists the versions of Python for which this machine has images, where they are stand-ins; none where the official
// images are used. It starts no engine: where a container runtime answers, its engine takes the official images.
func Pythons(ctx context.Context, c *config.Config) []string {
	kind, _ := kindFromSettings(c)
	if embedded.CanRun() != nil || kind != KindEmbedded && (kind != "" || hasRuntime(ctx, c)) {
		return nil
	}
	e, _, err := Embedded(ctx, c)
	if err != nil {
		return nil // starting it reports the error
	}
	return pythonsOf(e.StandIns())
}

// hasRuntime reports whether a container runtime answers that has not failed recently to provide an engine.
func hasRuntime(ctx context.Context, c *config.Config) bool {
	known := readFailures(c)
	return slices.ContainsFunc(containerruntime.FindPrograms(), func(program string) bool {
		return !known[program].holds(stateOf(program, c), time.Now()) && containerruntime.CheckDaemon(ctx, program) == nil
	})
}

// pythonsOf lists the versions of the images of Python among references, such as 3.13 of python:3.13-slim-trixie.
func pythonsOf(references []string) []string {
	var versions []string
	for _, reference := range references {
		if tag, is := strings.CutPrefix(reference, "python:"); is {
			version, _, _ := strings.Cut(tag, "-")
			versions = append(versions, version)
		}
	}
	slices.Sort(versions)
	return slices.Compact(versions)
}
