package main

import (
	"slices"

	"dagger/python-pipeline/lock"
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
