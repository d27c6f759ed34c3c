package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/scripts"
)

// A packageSet is what is installed together: production's packages, or those that tests need in addition.
type packageSet struct {
	lock                 string   // the name of its file of PEP 751
	requirements, inputs []string // files of the source, or those that the export stage makes
	mode                 string   // of scripts.Pin
	locals               []lock.Local
}

// Modes of scripts.Pin.
const (
	modeExact   = "exact"
	modeResolve = "resolve"
	modeWithin  = "within"
)

// modeOf is the mode for requirements that have hashes, or do not.
func modeOf(hashed bool) string {
	if hashed {
		return modeExact
	}
	return modeResolve
}

func (b *build) production() packageSet {
	return packageSet{"pylock.toml", b.plan.Requirements, b.plan.Inputs, modeOf(b.plan.Hashed), b.locals()}
}

// extra are packages of production beside a lock with hashes, whose versions stay.
func (b *build) extra() packageSet {
	return packageSet{"pylock.extra.toml", b.plan.ExtraRequirements, nil, modeWithin, nil}
}

func (b *build) development() packageSet {
	return packageSet{"pylock.dev.toml", b.plan.DevRequirements, b.plan.DevInputs, modeOf(b.plan.DevHashed), b.plan.DevLocals}
}

// locals are the packages of production that are built from folders, the app itself last if it is one of them.
func (b *build) locals() []lock.Local {
	if !b.plan.InstallProject || slices.ContainsFunc(b.plan.Locals, b.isApp) {
		return b.plan.Locals
	}
	return append(slices.Clone(b.plan.Locals), lock.Local{Name: b.plan.Name, Folder: b.plan.OwnFolder()})
}

// isApp reports whether a package is the app itself.
func (b *build) isApp(local lock.Local) bool {
	return local.Folder == b.plan.OwnFolder() && local.Repository == ""
}

// pins are the exact packages of a set.
type pins struct {
	lock  *dagger.File    // in the form of PEP 751
	build []packageSource // what has no wheel for this Python
}

// pinAnswer is what scripts.Pin prints.
type pinAnswer struct {
	Missing *packageSource  `json:"missing"`
	Build   []packageSource `json:"build"`
}

// maxMissing limits the packages without a wheel that are built to learn what they require.
const maxMissing = 20

// pin turns the requirements of a set into exact packages. preferred has the versions that are taken if they fit, or only
// those in modeWithin; nil for none.
func (b *build) pin(ctx context.Context, set packageSet, preferred *dagger.File) (*pins, error) {
	files, requirements := b.requirementsFiles(set.inputs), set.requirements
	if set.mode == modeResolve {
		more, err := b.requirementsOfLocals(ctx, set.locals)
		if err != nil {
			return nil, err
		}
		if more != "" {
			const name = "requirements-of-packages-in-folders.txt"
			files, requirements = files.WithNewFile(name, more), append(requirements, name)
		}
	}
	output := dag.Directory()
	if preferred != nil {
		output = output.WithFile(set.lock, preferred)
	}
	built := []packageSource{}
	for {
		encoded, err := json.Marshal(built)
		if err != nil {
			return nil, err
		}
		ctr := b.withTools(b.from(b.plan.BuilderImage())).WithDirectory(scripts.Pins, output)
		for i, source := range built {
			ctr = ctr.WithDirectory(path.Join(scripts.Wheels, strconv.Itoa(i)), b.wheel(source))
		}
		ctr = ctr.WithMountedDirectory(scripts.Requirements, files).WithWorkdir(scripts.Requirements)
		arguments := append([]string{set.lock, set.mode, string(encoded)}, requirements...)
		ctr = b.downloadPackages(ctr, scripts.Pin, arguments...)
		text, err := ctr.Stdout(ctx)
		if err != nil {
			return nil, err
		}
		var answer pinAnswer
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			return nil, err
		}
		if answer.Missing == nil {
			return &pins{ctr.File(path.Join(scripts.Pins, set.lock)), answer.Build}, nil
		}
		if built = append(built, *answer.Missing); len(built) > maxMissing {
			return nil, fmt.Errorf("requirements: more than %d packages have no wheel for Python %s, so that each is built to learn what it requires; lock them with hashes, which needs no resolution", maxMissing, b.plan.Python)
		}
	}
}

// install installs exact packages into the virtual environment of a container. What has to be built is built before,
// each package in a step of its own.
func (b *build) install(ctx context.Context, ctr *dagger.Container, pins *pins) (*dagger.Container, error) {
	wheels := make([]builtWheel, len(pins.build))
	group, groupCtx := errgroup.WithContext(ctx)
	for i, source := range pins.build {
		wheels[i] = builtWheel{Name: source.Name, Version: source.Version}
		group.Go(func() (err error) {
			wheels[i].files, err = b.wheel(source).Sync(groupCtx)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return b.installWheels(ctr, pins.lock, wheels)
}

// A builtWheel is a wheel that was built here. The name is "" if no lock has it.
type builtWheel struct {
	Folder  string `json:"folder"`
	Name    string `json:"name"`
	Version string `json:"version"`

	files *dagger.Directory
}

// installWheels installs the packages of a lock, nil for none, and wheels in place of those of its packages, or in
// addition.
func (b *build) installWheels(ctr *dagger.Container, lock *dagger.File, wheels []builtWheel) (*dagger.Container, error) {
	const file = scripts.Pins + "/pylock.toml"
	arguments := []string{""}
	if lock != nil {
		ctr, arguments[0] = ctr.WithMountedFile(file, lock), file
	}
	for i := range wheels {
		wheels[i].Folder = path.Join(scripts.Wheels, strconv.Itoa(i))
		ctr = ctr.WithMountedDirectory(wheels[i].Folder, wheels[i].files)
	}
	encoded, err := json.Marshal(wheels)
	if err != nil {
		return nil, err
	}
	ctr = b.downloadPackages(ctr, scripts.InstallPackages, append(arguments, string(encoded))...)
	for _, wheel := range wheels {
		ctr = ctr.WithoutMount(wheel.Folder)
	}
	if lock != nil {
		ctr = ctr.WithoutMount(file)
	}
	return ctr, nil
}
