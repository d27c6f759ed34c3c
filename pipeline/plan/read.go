package plan

import (
	"cmp"
	"io/fs"
	"time"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/setupcfg"
	"dagger/python-pipeline/source"
	"dagger/python-pipeline/workspace"
)

// Options are the values of the caller.
type Options struct {
	// Name is the app's name where the source declares none.
	Name string
	// Member is the member of the source's workspace that is the app, by its name or
	// folder; it wins over the key package, and "" is none.
	Member string
	// Python is a version that wins over every declaration; "" for none.
	Python string
	// Pythons are the minor versions that have base images, such as those of a mirror;
	// none for all that have official images.
	Pythons []string
	// Index means that the caller names a package index.
	Index bool
	// Volumes win over the keys volumes and volume-mode.
	Volumes VolumeOptions
	// Scan wins over the key scan.
	Scan ScanOptions
	// Now is the time that decides which entries of the ignore file have expired;
	// zero for the current time.
	Now time.Time
}

// Read makes the plan of the app in src, which is the app's folder, or that of the
// workspace of which the app is a member.
func Read(src fs.FS, options Options) (*Plan, error) {
	r := &reader{files: src, tree: source.New(src), options: options, plan: &Plan{Schema: Schema}}
	r.lockTree = r.tree
	for _, step := range []func() error{
		r.chooseMember,
		r.readPyproject,
		r.readSetupCfg,
		r.readMetadata,
		r.decideName,
		r.chooseLock,
		r.decidePython,
		r.decideInstall,
		r.decideInstallProject,
		r.decideVersion,
		r.decidePythonPath,
		r.readManage,
		r.decideCommand,
		r.decideWeb,
		r.decideCollectstatic,
		r.decideRelease,
		r.decideProcesses,
		r.checkScripts,
		r.decideStopSignal,
		r.warnOfSettings,
		r.decideServices,
		r.decideTests,
		r.decideConfig,
		r.decideVolumes,
		r.decideSmoke,
		r.decideScan,
		r.decideKeep,
		r.decideGiven,
		r.checkFiles,
	} {
		// If a file was refused, that is the likelier cause of an error after it.
		err := step()
		if err = cmp.Or(r.lockTree.Refused(), r.tree.Refused(), err); err != nil {
			return nil, printable.Error(err)
		}
	}
	return r.plan, nil
}

// reader has the state that decisions share.
type reader struct {
	files    fs.FS        // of the source
	tree     *source.Tree // of the app's folder
	lockTree *source.Tree // of the source, which has the lock of a workspace
	options  Options
	settings *settings.Settings
	project  project
	setupCfg setupcfg.File
	plan     *Plan

	// workspace is that of the source; nil where it has none.
	workspace *workspace.Workspace

	format *lock.Format
	lock   *lock.Lock
	start  start
	// processLines are those of the Procfile, once they are read.
	processLines []processLine
	manageText   string // of the plan's Manage
	// releaseFrom is where the plan's Release comes from.
	releaseFrom string
}

func (r *reader) now() time.Time {
	if r.options.Now.IsZero() {
		return time.Now()
	}
	return r.options.Now
}
