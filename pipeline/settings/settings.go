// Package settings reads the [tool.python-pipeline] table of an app's
// pyproject.toml.
//
// A key is one field of [Settings] (or of a struct below it): its tags hold
// the name, the default where it is not a literal, and the documentation. The
// type of the field decides which TOML values are accepted, so a further key
// needs a field and, where its values have rules, a line in check.go.
package settings

import (
	"time"
)

// Settings is the [tool.python-pipeline] table. The zero value of a field whose
// default is "detected" means that its value is detected.
type Settings struct {
	// Python is a minor version, "3.N".
	Python string `toml:"python" json:"python" default:"detected" doc:"Python's minor version, such as \"3.13\""`
	// Variant is the flavour of the base image.
	Variant string `toml:"variant" json:"variant" doc:"flavour of the base image: \"slim\""`

	// Package chooses the app in the workspace of the folder; "" for the folder itself.
	Package string `toml:"package" json:"package" default:"the folder itself" doc:"member of a uv workspace that is the app, by its name or folder; written in the workspace's pyproject.toml, while the member's own has the other keys"`
	// Lock is the file that says what is installed, relative to the app's
	// folder: a lock file, or a requirements file.
	Lock string `toml:"lock" json:"lock" default:"detected" doc:"file that says what is installed, where the source has several: \"uv.lock\", \"poetry.lock\", \"pdm.lock\", \"Pipfile.lock\", \"pylock.toml\" or a requirements file; \"pyproject.toml\" to resolve its dependencies anew on each build"`
	// Requirements are the production files, relative to the app's folder.
	// An empty list, unlike nil, is an app without dependencies.
	Requirements []string `toml:"requirements" json:"requirements" default:"detected" doc:"requirements files of production, in order; [] for an app that needs none"`
	// DevRequirements are the files that tests need beside the production ones.
	DevRequirements []string `toml:"dev-requirements" json:"dev_requirements" default:"detected" doc:"requirements files of the tests, installed on top of those of production"`
	// RequireLock refuses packages that nothing pins.
	RequireLock bool `toml:"require-lock" json:"require_lock" doc:"refuse packages that nothing pins: pyproject.toml, setup.cfg or setup.py without a lock, and requirements files in which a line has neither == nor a hash or address"`
	// InstallProject decides whether the app itself is installed; nil if the key is not
	// set.
	InstallProject *bool `toml:"install-project" json:"install_project" default:"detected" doc:"whether the app itself is built into a wheel and installed, beside its source in /app"`
	// Groups are groups of a lock that production has beside the main ones.
	Groups []string `toml:"groups" json:"groups" doc:"groups of the lock that production needs beside the main one: dependency groups, or sections of a Pipfile.lock"`
	// Extras are extras of the project that production has.
	Extras []string `toml:"extras" json:"extras" doc:"extras of the project that production needs, of those that the lock has"`
	// DevGroups are the groups of a lock that tests need; nil if the key is not set.
	DevGroups []string `toml:"dev-groups" json:"dev_groups" default:"detected" doc:"groups of the lock that tests need, in place of those with customary names; [] for none"`
	// ExtraPackages are pinned requirements that production has beside the lock's.
	ExtraPackages []string `toml:"extra-packages" json:"extra_packages" doc:"further packages of production, each pinned like \"gunicorn==23.0.0\", such as a web server that the lock lacks; what they need in turn is resolved at build"`
	// Version is the app's version where its files do not say it.
	Version string `toml:"version" json:"version" default:"that of the project" doc:"version of the app where its project would ask git for it, as setuptools-scm does, or has none: that of its wheel and of the image's label"`
	// IndexURL replaces the package index.
	IndexURL string `toml:"index-url" json:"index_url" default:"environment" doc:"address of the package index, without credentials"`
	// ExtraIndexURLs are used beside the package index.
	ExtraIndexURLs []string `toml:"extra-index-urls" json:"extra_index_urls" default:"environment" doc:"addresses of further package indexes, without credentials"`

	// AptBuild are Debian packages of the builder only.
	AptBuild []string `toml:"apt-build" json:"apt_build" doc:"Debian packages that installing the requirements needs; not in the image"`
	// AptRun are Debian packages of the image.
	AptRun []string `toml:"apt-run" json:"apt_run" doc:"Debian packages that the app needs at run time"`
	// AptTest are Debian packages of the dev stage only.
	AptTest []string `toml:"apt-test" json:"apt_test" doc:"Debian packages that the tests need; not in the image"`

	// BuildEnv are variables of the build steps; they never reach the image.
	BuildEnv map[string]string `toml:"build-env" json:"build_env" doc:"variables of the build steps; never in the image"`
	// Env are variables of the image, readable by everyone who has it.
	Env map[string]string `toml:"env" json:"env" doc:"variables of the image; no secrets"`
	// RunEnv are variables with which the app is run by the pipeline.
	RunEnv map[string]string `toml:"run-env" json:"run_env" doc:"variables with which the pipeline runs the app, as production would set them: for tests, release, smoke and up; never in the image"`
	// TestEnv are variables of the test run, on top of RunEnv.
	TestEnv map[string]string `toml:"test-env" json:"test_env" doc:"variables of the test run, on top of run-env; never in the image"`

	// Command starts the app.
	Command Command `toml:"command" json:"command" default:"detected" doc:"what starts the app: a list of arguments, or a line that /bin/sh runs"`
	// Processes maps a name to what starts another process of the app.
	Processes map[string]Command `toml:"processes" json:"processes" default:"the Procfile's others" doc:"further processes, such as a worker, each a list of arguments or a line that /bin/sh runs: the same image starts them; the compose file has a service for each"`
	// Release is run with the services before the smoke check, never while the
	// image is built.
	Release Command `toml:"release" json:"release" default:"detected" doc:"what prepares the app for a new release, such as a migration: a list of arguments, or a line that /bin/sh runs; run before smoke, never at build"`
	// Collectstatic gathers Django's static files; nil if the key is not set.
	Collectstatic *bool `toml:"collectstatic" json:"collectstatic" default:"detected" doc:"gather Django's static files at build, with build-env; the source's own files in STATIC_ROOT are left out then"`
	// User is the Linux user the app runs as.
	User string `toml:"user" json:"user" default:"the app's name" doc:"name of the Linux user that runs the app; not root"`
	// Config maps a file, relative to the app's folder, to the variable that
	// holds its place in the image.
	Config map[string]string `toml:"config" json:"config" doc:"configuration files, each with the variable that names its place in the image"`
	// Include are patterns of the source that goes into the image.
	Include []string `toml:"include" json:"include" default:"all" doc:"patterns of the source that goes into the image, after .dockerignore; .env and other files that seldom belong there have to be named"`
	// Exclude are patterns of the source that stays out of the image.
	Exclude []string `toml:"exclude" json:"exclude" default:"tests" doc:"patterns of the source that stays out of the image"`

	// Writable are folders, absolute or relative to the app's, that the user
	// may write.
	Writable []string `toml:"writable" json:"writable" doc:"folders that the app may write, absolute or below its own"`

	// Volumes are folders for data, absolute or below the user's home.
	Volumes []string `toml:"volumes" json:"volumes" doc:"folders for data that outlives a container, absolute or below the user's home, such as \"/data\" or \"~/data\""`
	// VolumeMode is one of the Volume constants.
	VolumeMode string `toml:"volume-mode" json:"volume_mode" doc:"how the user may write the volumes: \"owned\" (the image's folders are the user's, and a new named volume takes that over), \"entrypoint\" (the image starts as root, gives the volumes to the user and drops its rights), \"none\" (no volume: folders below the home) or, as the last resort, \"root\" (the app runs as root)"`

	// TestCommand runs the tests.
	TestCommand Command `toml:"test-command" json:"test_command" default:"detected" doc:"what runs the tests: a list of arguments, or a line that /bin/sh runs"`
	// TestTimeout bounds the test command.
	TestTimeout Duration `toml:"test-timeout" json:"test_timeout" doc:"time that the tests have, such as \"90s\"; then the stacks of all Python processes are shown"`
	// RequireTests refuses an app without tests.
	RequireTests bool `toml:"require-tests" json:"require_tests" doc:"refuse an app without tests"`
	// Services run beside the app while it is tested.
	Services Services `toml:"services" json:"services"`
	// Smoke is the check that the image starts.
	Smoke Smoke `toml:"smoke" json:"smoke"`
	// Scan says which findings stop an image.
	Scan Scan `toml:"scan" json:"scan"`
	// StopSignal asks the app to stop.
	StopSignal string `toml:"stop-signal" json:"stop_signal" doc:"signal that has to end the app, sent by the smoke check; the image cannot name it, so one other than SIGTERM has to be set where it runs (docker run --stop-signal)"`
	// Port is where the app listens: 0 for none, nil if the key is not set.
	Port *int `toml:"port" json:"port" default:"detected" doc:"port the app listens on, 1024 or above; 0 for none"`

	// Given names the keys that the table sets, in its order.
	Given []string `toml:"-" json:"given"`
}

// DefaultTestTimeout is how long the tests may run.
const DefaultTestTimeout = Duration(15 * time.Minute)

// Default returns the settings of an app without a [tool.python-pipeline] table.
func Default() *Settings {
	return &Settings{
		Variant:     "slim",
		StopSignal:  "SIGTERM",
		VolumeMode:  VolumesOwned,
		TestTimeout: DefaultTestTimeout,
		Smoke:       Smoke{Timeout: DefaultSmokeTimeout},
		Scan:        Scan{Severity: "HIGH", IgnoreUnfixed: true, ExitOnEOL: true},
	}
}

// Scan says which findings of a scan stop an image.
type Scan struct {
	// Severity is the lowest severity that stops an image.
	Severity string `toml:"severity" json:"severity" doc:"mildest severity that stops an image: \"CRITICAL\", \"HIGH\", \"MEDIUM\", \"LOW\" or \"UNKNOWN\"; a secret of the app stops it at any"`
	// IgnoreUnfixed lets vulnerabilities without a fix pass.
	IgnoreUnfixed bool `toml:"ignore-unfixed" json:"ignore_unfixed" doc:"let vulnerabilities pass for which there is no fix yet"`
	// ExitOnEOL stops an image on a distribution without security updates.
	ExitOnEOL bool `toml:"exit-on-eol" json:"exit_on_eol" doc:"stop an image on a distribution that gets no security updates any more"`
	// Ignorefile lists findings to ignore; relative to the app's folder.
	Ignorefile string `toml:"ignorefile" json:"ignorefile" default:".trivyignore.yaml or .trivyignore" doc:"file of findings to ignore, best each with an expiry date and a reason"`
}
