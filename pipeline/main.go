// Turns a Python app into a small, tested, scanned and published image.
//
// There is no Dockerfile: the pipeline reads the files that Python projects have,
// and [tool.python-pipeline] in pyproject.toml. `plan` prints what would be done
// and why.
package main

import (
	"cmp"
	"fmt"
	"time"

	today "dagger/python-pipeline/day"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/steplimit"
	"dagger/python-pipeline/trivy"
)

// One Python app and the stages of its image.
type PythonPipeline struct {
	// +private
	Source *dagger.Directory
	// +private
	Name string
	// +private
	Member string
	// +private
	Python string
	// +private
	Pythons []string
	// +private
	IndexURL *dagger.Secret
	// +private
	ExtraIndexURL *dagger.Secret
	// +private
	Ca *dagger.File
	// +private
	Day string
	// +private
	TrivyImage string
	// +private
	TrivyDB *dagger.Directory
	// +private
	TrivyDBRepository []string

	// The arguments of WithProxy.
	// +private
	HTTPProxy *dagger.Secret
	// +private
	HTTPSProxy *dagger.Secret
	// +private
	NoProxy string

	// The arguments of WithLabels.
	// +private
	Revision string
	// +private
	Created string
	// +private
	Repository string

	// The arguments of WithGate.
	// +private
	Severity string
	// +private
	IgnoreUnfixed *bool
	// +private
	ExitOnEOL *bool
	// +private
	Ignorefile *dagger.File

	// The arguments of WithVolumes.
	// +private
	Volumes []string
	// +private
	VolumeMode string

	// The argument of WithStepTimeout, in seconds.
	// +private
	StepTimeout int

	// The argument of WithFresh.
	// +private
	Fresh string
}

// Builds, tests, scans and publishes the Python app of a folder.
//
// The functions whose names begin with With set the rest.
func New(
	// Folder of the app, where its requirements or pyproject.toml are.
	// By default it is the caller's working folder.
	// +defaultPath="."
	// +ignore=[".git", "**/__pycache__", "**/.venv", "**/venv", "**/.tox", "**/.nox", "**/node_modules", "**/.pytest_cache", "**/.mypy_cache", "**/.ruff_cache"]
	source *dagger.Directory,
	// Name of the app and its image if pyproject.toml has none.
	// Without either it is "app".
	// +optional
	name string,
	// Member of the workspace to build, by its name or folder, if the source is a uv
	// workspace. The source is then the folder with the workspace's lock.
	// It replaces the key package.
	// +optional
	member string,
	// Python's version, such as "3.11".
	// It replaces the version that the source declares.
	// +optional
	python string,
	// Versions of Python whose base images exist, such as those of a mirror: "3.11".
	// By default they are all that have official images.
	// +optional
	pythons []string,
	// Address of the package index, with its credentials if it needs any.
	// The app's key index-url replaces it.
	// +optional
	indexUrl *dagger.Secret,
	// Addresses of further package indexes, separated by spaces.
	// +optional
	extraIndexUrl *dagger.Secret,
	// PEM file of the certificate authorities that downloads trust.
	// It is never part of an image.
	// +optional
	ca *dagger.File,
	// Day of the security updates and the vulnerability database, such as "2026-11-25".
	// By default it is today in UTC, the same day for all stages of a call.
	// +optional
	day string,
	// Folder with Trivy's database: trivy.db and metadata.json.
	// Without it the database is downloaded, once a day.
	// +optional
	trivyDb *dagger.Directory,
	// Repositories to download the database from, such as "ghcr.io/aquasecurity/trivy-db".
	// Each one after the first is tried if the one before fails; by default they are Trivy's own.
	// +optional
	trivyDbRepository []string,
	// Image of Trivy, the scanner: a release by its tag, or a digest.
	// +optional
	trivyImage string,
) (*PythonPipeline, error) {
	image := cmp.Or(trivyImage, plan.TrivyImage)
	if err := trivy.CheckImage(image); err != nil {
		return nil, fmt.Errorf("trivy-image: %w", err)
	}
	if err := plan.CheckPythons(pythons); err != nil {
		return nil, fmt.Errorf("pythons: %w", err)
	}
	// The default is set by the functions, because the engine caches what New returns.
	if _, err := today.Of(day, time.Now()); err != nil {
		return nil, err
	}
	return &PythonPipeline{
		Source: source, Name: name, Member: member, Python: python, Pythons: pythons, IndexURL: indexUrl, ExtraIndexURL: extraIndexUrl, Ca: ca, Day: day,
		TrivyImage: image, TrivyDB: trivyDb, TrivyDBRepository: trivyDbRepository,
		StepTimeout: int(steplimit.Default.Seconds()),
	}, nil
}
