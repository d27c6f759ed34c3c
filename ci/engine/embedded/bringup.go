//go:build linux

package embedded

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"

	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/engine/embedded/sdk"
	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// bringUp makes what is missing in the cache folder: the engine's root file system and its stand-ins. Each step starts as
// soon as the steps that it depends on are done.
func (e *Engine) bringUp(ctx context.Context, display *progress.Display, c engineConfig, missing []standin.Image) ([]*standin.Build, error) {
	needRootfs := !exists(c.Rootfs)
	if !needRootfs && len(missing) == 0 {
		return nil, nil
	}
	group, ctx := errgroup.WithContext(ctx)
	openArchive := shareStep(group, func() (archive *debian.Archive, err error) {
		err = runStep(ctx, display, "packages: read the Debian archive", func(ctx context.Context) (err error) {
			archive, err = debian.Open(ctx, e.folder.debian())
			return err
		})
		return archive, err
	})
	openRelease := e.openReleases(ctx, display, group, openArchive, missing)
	if needRootfs {
		group.Go(func() error { return e.makeRootfs(ctx, display, openArchive, c.Rootfs) })
	}
	builds := make([]*standin.Build, len(missing))
	for i, image := range missing {
		group.Go(func() (err error) {
			var programs string
			if image.Programs != nil {
				if programs, err = e.buildPrograms(ctx, display, *image.Programs); err != nil {
					return err
				}
			}
			archive, err := openRelease(ctx, image.Suite)
			if archive == nil {
				return err
			}
			return runStep(ctx, display, "stand-in: make "+image.Reference, func(ctx context.Context) error {
				builds[i], err = e.store().Build(ctx, archive, image, programs)
				return err
			})
		})
	}
	if err := group.Wait(); err != nil {
		return nil, AdviseRoom(fmt.Errorf("embedded engine: %w", err), string(e.folder))
	}
	return slices.DeleteFunc(builds, func(build *standin.Build) bool { return build == nil }), nil
}

// openReleases returns a function that waits for the archive of a release. A release that the mirror does not serve gives
// nil without an error: the stand-ins of other releases are made, and what needs this one's fails when it is pulled.
func (e *Engine) openReleases(ctx context.Context, display *progress.Display, group *errgroup.Group, openArchive func(context.Context) (*debian.Archive, error),
	images []standin.Image) func(ctx context.Context, suite string) (*debian.Archive, error) {
	releases := map[string]func(context.Context) (*debian.Archive, error){"": openArchive}
	for _, image := range images {
		if releases[image.Suite] != nil {
			continue
		}
		releases[image.Suite] = shareStep(group, func() (release *debian.Archive, err error) {
			archive, err := openArchive(ctx)
			if err != nil || archive.Suite == image.Suite {
				return archive, err
			}
			err = runStep(ctx, display, "packages: read Debian "+image.Suite, func(ctx context.Context) (err error) {
				release, err = archive.Release(ctx, image.Suite)
				return err
			})
			if ctx.Err() != nil {
				return nil, err
			}
			return release, nil // the step has shown the error
		})
	}
	return func(ctx context.Context, suite string) (*debian.Archive, error) { return releases[suite](ctx) }
}

// makeRootfs builds the programs and the root file system, and renames the finished folder to rootfs.
func (e *Engine) makeRootfs(ctx context.Context, display *progress.Display, openArchive func(context.Context) (*debian.Archive, error), rootfs string) error {
	partial, tarFile, library := rootfs+".making", rootfs+".tar", rootfs+".std"
	var dagger, registry string
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { dagger, err = e.buildPrograms(groupCtx, display, program.Dagger); return err })
	group.Go(func() (err error) { registry, err = e.buildPrograms(groupCtx, display, program.Registry); return err })
	group.Go(func() error {
		return runStep(groupCtx, display, "module SDK: compile Go's standard library", func(ctx context.Context) error {
			return sdk.CompileStandardLibrary(ctx, library)
		})
	})
	group.Go(func() error {
		archive, err := openArchive(groupCtx)
		if err != nil {
			return err
		}
		return runStep(groupCtx, display, "engine: make its root file system", func(ctx context.Context) error {
			if err := archive.Bootstrap(ctx, debian.Rootfs{Packages: enginePackages}, tarFile); err != nil {
				return err
			}
			return e.unpackRootfs(ctx, tarFile, partial)
		})
	})
	if err := group.Wait(); err != nil {
		return err
	}
	inputs := sdk.Inputs{Rootfs: tarFile, Codegen: filepath.Join(dagger, "codegen"), CABundle: e.settings.CABundle, StandardLibrary: library}
	if err := runStep(ctx, display, "module SDK: write its image", func(ctx context.Context) error {
		return installSDK(ctx, partial, inputs)
	}); err != nil {
		return err
	}
	if err := installPrograms(partial, dagger, registry); err != nil {
		return fmt.Errorf("engine: install programs: %w", err)
	}
	for _, temporary := range []string{tarFile, library} {
		if err := os.RemoveAll(temporary); err != nil {
			return err
		}
	}
	return os.Rename(partial, rootfs)
}

// buildPrograms compiles a set of programs. A set that takes minutes is also compiled while the cache folder is not
// locked, so it has a lock of its own.
func (e *Engine) buildPrograms(ctx context.Context, display *progress.Display, set program.Set) (string, error) {
	target := e.folder.program(set)
	if set.Long && !exists(target) {
		unlock, err := lock(ctx, display, waitLimit, e.folder.programsLock(), set.Title+": wait for another run that compiles it")
		if err != nil {
			return "", err
		}
		defer unlock()
	}
	return target, runStep(ctx, display, set.Title, func(ctx context.Context) error {
		// A set may be compiled before the folder is locked, when parts of the folder may be missing.
		if err := cachefolder.CreatePart(filepath.Dir(target)); err != nil {
			return err
		}
		return set.Build(ctx, target)
	})
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
