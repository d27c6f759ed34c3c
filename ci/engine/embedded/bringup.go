//go:build linux

package embedded

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/engine/embedded/sdk"
	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// A bringUp makes what an engine needs and the cache folder lacks. Every step
// starts as soon as those it needs are done.
type bringUp struct {
	engine  *Engine
	display *progress.Display
}

// bringUp makes what the cache folder lacks for an engine, and prepares the
// stand-ins that are missing.
func (e *Engine) bringUp(ctx context.Context, display *progress.Display, l launch, missing []standin.Image) ([]*standin.Prepared, error) {
	prepared, err := (&bringUp{engine: e, display: display}).run(ctx, l.Rootfs, missing)
	if err != nil {
		return nil, AdviseRoom(fmt.Errorf("embedded engine: %w", err), string(e.folder))
	}
	return prepared, nil
}

// run makes the root file system, unless it is there, and prepares the
// stand-ins that are missing.
func (b *bringUp) run(ctx context.Context, rootfs string, missing []standin.Image) ([]*standin.Prepared, error) {
	needRootfs := !exists(rootfs)
	if !needRootfs && len(missing) == 0 {
		return nil, nil
	}
	group, ctx := errgroup.WithContext(ctx)
	archive := begin(group, func() (*debian.Archive, error) {
		return step(ctx, b.display, "packages: read the Debian archive", func(ctx context.Context) (*debian.Archive, error) {
			return debian.Open(ctx, b.engine.folder.debian())
		})
	})
	if needRootfs {
		b.makeRootfs(ctx, group, archive, rootfs)
	}
	prepared := make([]*standin.Prepared, len(missing))
	for i, image := range missing {
		group.Go(func() error {
			var programs string
			if image.Programs != nil {
				var err error
				if programs, err = b.buildPrograms(ctx, *image.Programs); err != nil {
					return err
				}
			}
			archive, err := archive.wait(ctx)
			if err != nil {
				return err
			}
			prepared[i], err = step(ctx, b.display, "stand-in: make "+image.Reference, func(ctx context.Context) (*standin.Prepared, error) {
				return b.engine.store().Prepare(ctx, archive, image, programs)
			})
			return err
		})
	}
	return prepared, group.Wait()
}

// makeRootfs adds the steps that build programs and root file system. The
// folder gets its name in the last one.
func (b *bringUp) makeRootfs(ctx context.Context, group *errgroup.Group, archive *future[*debian.Archive], rootfs string) {
	partial := rootfs + ".making"
	tarFile := rootfs + ".tar"
	stdCache := rootfs + ".std"

	dagger := begin(group, func() (string, error) { return b.buildPrograms(ctx, program.Dagger) })
	registry := begin(group, func() (string, error) { return b.buildPrograms(ctx, program.Registry) })
	standard := begin(group, func() (string, error) {
		return stdCache, do(ctx, b.display, "module SDK: compile Go's standard library", func(ctx context.Context) error {
			return sdk.CompileStandardLibrary(ctx, stdCache)
		})
	})
	unpacked := begin(group, func() (string, error) {
		archive, err := archive.wait(ctx)
		if err != nil {
			return "", err
		}
		return partial, do(ctx, b.display, "engine: make its root file system", func(ctx context.Context) error {
			if err := archive.Bootstrap(ctx, debian.Rootfs{Packages: enginePackages}, tarFile); err != nil {
				return err
			}
			return b.engine.unpackRootfs(ctx, tarFile, partial)
		})
	})
	group.Go(func() error {
		root, err := unpacked.wait(ctx)
		if err != nil {
			return err
		}
		dagger, err := dagger.wait(ctx)
		if err != nil {
			return err
		}
		standard, err := standard.wait(ctx)
		if err != nil {
			return err
		}
		if err := do(ctx, b.display, "module SDK: write its image", func(ctx context.Context) error {
			return installSDK(ctx, root, sdk.Inputs{
				Rootfs:          tarFile,
				Codegen:         filepath.Join(dagger, "codegen"),
				CABundle:        b.engine.settings.CABundle,
				StandardLibrary: standard,
			})
		}); err != nil {
			return err
		}
		registry, err := registry.wait(ctx)
		if err != nil {
			return err
		}
		if err := installPrograms(root, dagger, registry); err != nil {
			return fmt.Errorf("engine: install programs: %w", err)
		}
		for _, scrap := range []string{tarFile, stdCache} {
			if err := os.RemoveAll(scrap); err != nil {
				return err
			}
		}
		return os.Rename(root, rootfs)
	})
}

// buildPrograms compiles a set. One that takes minutes is compiled outside the
// lock of the cache folder too, so it has a lock of its own.
func (b *bringUp) buildPrograms(ctx context.Context, set program.Set) (string, error) {
	target := b.engine.folder.program(set)
	if set.Long && !exists(target) {
		unlock, err := lock(ctx, b.display, b.engine.folder.programsLock(), set.Title+": wait for another run that does")
		if err != nil {
			return "", err
		}
		defer unlock()
	}
	return target, do(ctx, b.display, set.Title, func(ctx context.Context) error {
		// A step of a run that compiles before it has the folder's lock.
		if err := cachefolder.CreatePart(filepath.Dir(target)); err != nil {
			return err
		}
		return set.Build(ctx, target)
	})
}

// stepLimit is how long a step of the bring-up may take. On two processors the
// longest takes 10 minutes; one that waits for a network that swallows packets
// would never end.
const stepLimit = time.Hour

// step shows a step of the bring-up while it runs and how it ended. One that
// ends because another failed is no failure of its own.
func step[T any](ctx context.Context, display *progress.Display, title string, run func(context.Context) (T, error)) (T, error) {
	return limitedStep(ctx, display, stepLimit, title, run)
}

func limitedStep[T any](ctx context.Context, display *progress.Display, limit time.Duration, title string, run func(context.Context) (T, error)) (T, error) {
	task := display.Start(title)
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	value, err := run(limited)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		err = fmt.Errorf("not done within %s: %w; look at the network and the load of this machine, and run again", limit, err)
	}
	switch {
	case err == nil:
		task.Done("")
	case ctx.Err() != nil:
		task.Done("stopped")
		return value, context.Cause(ctx)
	default:
		task.Fail(err)
	}
	return value, err
}

func do(ctx context.Context, display *progress.Display, title string, run func(context.Context) error) error {
	_, err := step(ctx, display, title, func(ctx context.Context) (struct{}, error) { return struct{}{}, run(ctx) })
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
