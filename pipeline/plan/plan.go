// Package plan decides, from the files of an app, what to build, and notes which file
// each decision came from.
//
// It reads the source before .dockerignore is applied, and guesses nothing that would
// land in production: without a declaration or a customary file it returns an error
// that names the key to write.
package plan

import (
	"maps"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/settings"
)

// Schema is the version of the JSON forms of a plan, of a report and of the summary
// of a run. It changes when a field gets another name or meaning, not when one is
// added.
const Schema = 2

// Plan has everything that the stages need to know of an app. It survives a round trip
// through JSON.
type Plan struct {
	// Schema is the version of this form, [Schema].
	Schema int `json:"schema"`
	// Name is valid as the last component of an image's repository.
	Name string `json:"name"`
	// Folder is the app's folder in the source; "" where it is the source itself. All
	// paths are relative to it, but for those that installing packages needs, which are
	// relative to the source.
	Folder string `json:"folder"`
	// Version and License are those of pyproject.toml; "" where it declares none. The key
	// version is the version where the project has none.
	Version string `json:"version"`
	License string `json:"license"`
	// User is the Linux user that runs the app; never root.
	User string `json:"user"`
	// Home is that user's home.
	Home string `json:"home"`
	// Python is the minor version, such as "3.11".
	Python string `json:"python"`
	// Variant is the flavour of the base image.
	Variant string `json:"variant"`

	// LockKind is the format of Lock.
	LockKind lock.Kind `json:"lock_kind"`
	// Lock is the file that pins Requirements, the first of several; "" for an app
	// that declares to need none.
	Lock string `json:"lock"`
	// Requirements are the production requirements files for uv, in order; none for an
	// app that declares to need none. They are files of the source for
	// lock.Requirements, and files that the export stage makes for other kinds.
	Requirements []string `json:"requirements"`
	// Inputs are all files of the source that installing or exporting Requirements
	// reads: the files themselves and those that they include.
	Inputs []string `json:"inputs"`
	// ExtraRequirements are requirements files, of Made, that production has in addition:
	// they are pinned, without hashes, where Requirements have them; none where Requirements
	// have the same packages without hashes.
	ExtraRequirements []string `json:"extra_requirements"`
	// Packages are the production requirements.
	Packages []Package `json:"packages"`
	// Hashed means that there are production requirements and all have a hash.
	Hashed bool `json:"hashed"`
	// ExportOptions are options of the lock's exporter, beside DevGroups.
	ExportOptions []string `json:"export_options"`
	// Locals are packages of production that are built from folders.
	Locals []lock.Local `json:"locals"`
	// Made has the text of files among Inputs and DevInputs that are not those of the
	// source.
	Made map[string]string `json:"made"`

	// Compiled maps a file of Inputs or DevInputs to the command in its header that
	// made it.
	Compiled map[string]string `json:"compiled"`
	// Exported is the lock from which the requirements files may be exported; "" for
	// none.
	Exported string `json:"exported"`

	// DevRequirements are the files that tests need in addition.
	DevRequirements []string `json:"dev_requirements"`
	// DevInputs are all files that installing DevRequirements reads.
	DevInputs []string `json:"dev_inputs"`
	// DevPackages are the requirements of DevRequirements.
	DevPackages []Package `json:"dev_packages"`
	// DevGroups are the groups of the lock that DevRequirements are made of; none for a
	// lock without groups.
	DevGroups []string `json:"dev_groups"`
	// DevHashed is Hashed for DevRequirements.
	DevHashed bool `json:"dev_hashed"`
	// DevLocals are packages that only the tests need, built from folders.
	DevLocals []lock.Local `json:"dev_locals"`

	// InstallProject means that the app itself is a package, which is built into a wheel
	// and installed without its requirements, beside its source.
	InstallProject bool `json:"install_project"`
	// BuildVersion is the version of the app's wheel in place of the one that its build
	// would ask git for; "" where it asks for none.
	BuildVersion string `json:"build_version"`
	// ProjectEnv are variables of the build of the app's wheel alone.
	ProjectEnv map[string]string `json:"project_env"`
	// PythonPath are folders of the source that have to be on PYTHONPATH.
	PythonPath []string `json:"python_path"`
	// Command starts the app.
	Command settings.Command `json:"command"`
	// Processes are further commands that the image can start, by their names.
	Processes map[string]settings.Command `json:"processes"`
	// Release prepares the app for a new release, with its services running and never
	// at build; zero for none.
	Release settings.Command `json:"release"`
	// Manage is the path of Django's manage.py; "" where there is none.
	Manage string `json:"manage"`
	// Collectstatic means that manage.py collectstatic is part of the build.
	Collectstatic bool `json:"collectstatic"`
	// StaticInTests means that the tests need the files that collectstatic makes.
	StaticInTests bool `json:"static_in_tests"`
	// IndexURL and ExtraIndexURLs are the package indexes of the source; they win over
	// the caller's.
	IndexURL       string   `json:"index_url"`
	ExtraIndexURLs []string `json:"extra_index_urls"`
	// AptBuild, AptRun and AptTest are Debian packages of the builder, of the
	// image, and of the tests beside those of the image.
	AptBuild []string `json:"apt_build"`
	AptRun   []string `json:"apt_run"`
	AptTest  []string `json:"apt_test"`

	// BuildEnv are variables of the build steps.
	BuildEnv map[string]string `json:"build_env"`
	// Env are variables of the image.
	Env map[string]string `json:"env"`
	// RunEnv are variables with which the pipeline runs the app: those of the
	// table, and what it needs to find its services.
	RunEnv map[string]string `json:"run_env"`
	// TestEnv are variables of the test run, in addition to RunEnv.
	TestEnv map[string]string `json:"test_env"`
	// Web means that the app answers over HTTP, on Port.
	Web bool `json:"web"`
	// Port is the port on which the app listens; 0 for none.
	Port int `json:"port"`
	// Tests is the command of the tests.
	Tests Tests `json:"tests"`
	// TestTimeout is the limit of the test command.
	TestTimeout settings.Duration `json:"test_timeout"`
	// RequireTests makes missing tests an error.
	RequireTests bool `json:"require_tests"`
	// Services run beside the app while the pipeline runs it.
	Services settings.Services `json:"services"`
	// Config are the configuration files, sorted by path.
	Config []ConfigFile `json:"config"`
	// Include and Exclude are patterns of the source that ships; a nil Exclude
	// stands for the tests.
	Include []string `json:"include"`
	Exclude []string `json:"exclude"`
	// Keep are files that ship although they are called like tests or are for
	// development: the command names them, or other code imports them.
	Keep []string `json:"keep"`
	// Writable are folders, absolute or relative to the app's, that the app may
	// write.
	Writable []string `json:"writable"`
	// Volumes are absolute folders for data, sorted.
	Volumes []string `json:"volumes"`
	// VolumeMode says how the user may write them: settings.VolumesOwned or another, ""
	// without volumes.
	VolumeMode string `json:"volume_mode"`
	// Smoke is the smoke test of the image. Path is set for a web app without a smoke
	// command, Status wherever a command has to end; with neither, the app has to stay
	// up.
	Smoke settings.Smoke `json:"smoke"`
	// StopSignal is the signal that stops the app.
	StopSignal string `json:"stop_signal"`

	// Scan has the rules of the image's scan; its Ignorefile is "" where there is
	// none.
	Scan settings.Scan `json:"scan"`

	// Decisions are in the order in which they were made.
	Decisions []Decision `json:"decisions"`
	// Warnings are for people; they do not stop the pipeline.
	Warnings []string `json:"warnings"`
}

// Package is one requirement.
type Package struct {
	// Name is normalised: lower case, words joined by one hyphen. It is "" for
	// an address that names no package.
	Name string `json:"name"`
	// File and Line are the place of the requirement.
	File string `json:"file"`
	Line int    `json:"line"`
}

// takeSettings copies the values that only the table decides.
func (p *Plan) takeSettings(s *settings.Settings) {
	p.IndexURL, p.ExtraIndexURLs = s.IndexURL, s.ExtraIndexURLs
	p.AptBuild, p.AptRun, p.AptTest = s.AptBuild, s.AptRun, s.AptTest
	p.BuildEnv, p.Env, p.RunEnv, p.TestEnv = s.BuildEnv, maps.Clone(s.Env), maps.Clone(s.RunEnv), s.TestEnv
	p.TestTimeout, p.RequireTests, p.Services = s.TestTimeout, s.RequireTests, s.Services
	p.Include, p.Exclude, p.Writable, p.StopSignal = s.Include, s.Exclude, s.Writable, s.StopSignal
}
