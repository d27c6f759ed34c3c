// Package plan decides what is to be built from the files of an app's source
// and says from which file each decision came.
//
// It reads the source before .dockerignore is applied, and guesses nothing
// that would land in production: what is neither declared nor customary is an
// error that names the key to write.
package plan

import (
	"cmp"
	"fmt"
	"io/fs"
	"time"

	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/settings"
)

// Options are what the caller knows beside the source.
type Options struct {
	// Name is the app's name where the source declares none.
	Name string
	// Python is a version that wins over every declaration; "" leaves it to them.
	Python string
	// Index tells that the caller names a package index, whatever a lock says.
	Index bool
	// Scan wins over the key scan.
	Scan ScanOptions
	// Now is the time at which what is accepted may have expired; that of the
	// call where it is zero.
	Now time.Time
}

// Plan is what is to be built. It survives a round trip through JSON.
type Plan struct {
	// Name is valid as the last component of an image's repository.
	Name string `json:"name"`
	// Version and License are what pyproject.toml declares, "" where it does not.
	Version string `json:"version"`
	License string `json:"license"`
	// User is the Linux user that runs the app; never root.
	User string `json:"user"`
	// Python is the minor version, such as "3.11".
	Python string `json:"python"`
	// Variant is the flavour of the base image.
	Variant string `json:"variant"`

	// LockKind is what Requirements come from.
	LockKind LockKind `json:"lockKind"`
	// Lock is the file that pins them, the first of several; "" for an app
	// that declares to need nothing.
	Lock string `json:"lock"`
	// Requirements are the production files for uv, in order; none
	// for an app that declares to need nothing. They are files of the source
	// for LockRequirements, and else files that an export of Lock makes.
	Requirements []string `json:"requirements"`
	// Inputs is every file of the source that installing or exporting
	// Requirements reads: the files themselves and what they include.
	Inputs []string `json:"inputs"`
	// Packages are the production requirements.
	Packages []Package `json:"packages"`
	// Hashed tells that there are production requirements and all have a hash.
	Hashed bool `json:"hashed"`

	// Compiled has the command that made a file of Inputs or DevInputs, where its
	// header tells.
	Compiled map[string]string `json:"compiled"`
	// Exported is a lock beside the requirements files that they may come from;
	// "" for none.
	Exported string `json:"exported"`

	// DevRequirements are the files that tests need on top.
	DevRequirements []string `json:"devRequirements"`
	// DevInputs is every file that installing DevRequirements reads.
	DevInputs []string `json:"devInputs"`
	// DevPackages are the requirements of DevRequirements.
	DevPackages []Package `json:"devPackages"`
	// DevHashed is Hashed for DevRequirements.
	DevHashed bool `json:"devHashed"`

	// PythonPath are folders of the source that have to be on PYTHONPATH.
	PythonPath []string `json:"pythonPath"`
	// Command starts the app.
	Command settings.Command `json:"command"`
	// Release prepares the app for a new release, with the services and never
	// at build; zero where there is nothing to do.
	Release settings.Command `json:"release"`
	// Manage is the path of Django's manage.py; "" where there is none.
	Manage string `json:"manage"`
	// Collectstatic tells that manage.py collectstatic belongs to the build.
	Collectstatic bool `json:"collectstatic"`
	// Env are variables of the image that detection adds to those of the table.
	Env map[string]string `json:"env"`
	// RunEnv are variables with which the pipeline runs the app: those of the
	// table, and what it needs to find its services.
	RunEnv map[string]string `json:"runEnv"`
	// Web tells that the app answers over HTTP, on Port.
	Web bool `json:"web"`
	// Port is where the app listens; 0 for nowhere.
	Port int `json:"port"`
	// Tests is how the tests are run.
	Tests Tests `json:"tests"`
	// Config are the configuration files, sorted by path.
	Config []ConfigFile `json:"config"`
	// Smoke is how the image is tried. Path is set for a web app without a
	// command to try, Status wherever a command has to end; with neither the
	// app has to stay up.
	Smoke settings.Smoke `json:"smoke"`

	// Scan is what the scan of the image does not let pass; its Ignorefile is ""
	// where there is none.
	Scan settings.Scan `json:"scan"`

	// Settings is the [tool.python-pipeline] table with its defaults.
	Settings *settings.Settings `json:"settings"`
	// Decisions say what was decided and why, in the order they were made.
	Decisions []Decision `json:"decisions"`
	// Warnings are what a person should look at; they stop nothing.
	Warnings []string `json:"warnings"`
}

// Decision is one line of what was decided.
type Decision struct {
	// What is the matter, a settings key where there is one.
	What string `json:"what"`
	// Value is the outcome.
	Value string `json:"value"`
	// From is the file, key or rule behind it; "" where Value says it all.
	From string `json:"from"`
}

// Package is one requirement.
type Package struct {
	// Name is normalised: lower case, words joined by one hyphen. It is "" for
	// an address that names no package.
	Name string `json:"name"`
	// File and Line are where the requirement stands.
	File string `json:"file"`
	Line int    `json:"line"`
}

// Read makes the plan for the app in src.
func Read(src fs.FS, options Options) (*Plan, error) {
	r := &reader{src: src, options: options, plan: &Plan{}}
	for _, step := range []func() error{
		r.readPyproject,
		r.readMetadata,
		r.decideName,
		r.chooseLock,
		r.decidePython,
		r.decideInstall,
		r.readCompilers,
		r.decidePythonPath,
		r.decideCommand,
		r.decideWeb,
		r.decideStopSignal,
		r.decideCollectstatic,
		r.decideRelease,
		r.warnOfSettings,
		r.decideServices,
		r.decideTests,
		r.decideConfig,
		r.decideSmoke,
		r.decideScan,
		r.decideRest,
		r.checkFiles,
	} {
		// A file that was refused is the likelier cause of what failed after it.
		err := step()
		if err = cmp.Or(r.refused, err); err != nil {
			return nil, printable.Error(err)
		}
	}
	return r.plan, nil
}

// reader carries what the decisions share.
type reader struct {
	src      fs.FS
	options  Options
	settings *settings.Settings
	project  project
	plan     *Plan
	// refused is a file that a decision looked for and that may not be read.
	refused error

	lock                    lock
	production, development requirementSet
	fromProcfile            bool // the command is the web line
	served                  bool // the command was made for a server of the lock
}

func (r *reader) decide(what, value, from string) {
	r.plan.Decisions = append(r.plan.Decisions, Decision{What: what, Value: value, From: from})
}

func (r *reader) warn(format string, args ...any) {
	r.plan.Warnings = append(r.plan.Warnings, fmt.Sprintf(format, args...))
}

func (r *reader) now() time.Time {
	if r.options.Now.IsZero() {
		return time.Now()
	}
	return r.options.Now
}

// byDefault is the From of what nobody said anything about.
const byDefault = "the default"

// key is the From of what the [tool.python-pipeline] table says.
func key(name string) string { return fmt.Sprintf("the key %q", name) }

// argument is the From of what the caller says.
func argument(name string) string { return "the argument " + name }
