// Turns a Python app into a small, tested, scanned and published image.
//
// There is no Dockerfile: what the pipeline needs to know it reads from the files
// that Python projects have, and the rest from [tool.python-pipeline] in
// pyproject.toml. `plan` prints what would be done and why.
package main

import (
	"cmp"
	"fmt"
	"time"

	today "dagger/python-pipeline/day"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/timelimit"
	"dagger/python-pipeline/trivy"
)

// One Python app and the stages of its image.
type PythonPipeline struct {
	// +private
	Source *dagger.Directory
	// +private
	Name string
	// +private
	Python string
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

	// Of WithProxy.
	// +private
	HTTPProxy *dagger.Secret
	// +private
	HTTPSProxy *dagger.Secret
	// +private
	NoProxy string

	// Of WithLabels.
	// +private
	Revision string
	// +private
	Created string
	// +private
	Repository string

	// Of WithGate.
	// +private
	Severity string
	// +private
	IgnoreUnfixed *bool
	// +private
	ExitOnEOL *bool
	// +private
	Ignorefile *dagger.File

	// Of WithStepTimeout, in seconds.
	// +private
	StepTimeout int

	// Of WithFresh.
	// +private
	Fresh string

	// What begin reads from all of that, for one call.
	devFiles, prodFiles []string
}

// Builds, tests, scans and publishes the Python app of a folder.
//
// What a run needs besides is said by the functions whose names begin with With.
func New(
	// Folder of the app, where its requirements or pyproject.toml are.
	// By default it is the one that the caller stands in.
	// +defaultPath="."
	// +ignore=[".git", "**/__pycache__", "**/.venv", "**/venv", "**/.tox", "**/.nox", "**/node_modules", "**/.pytest_cache", "**/.mypy_cache", "**/.ruff_cache"]
	source *dagger.Directory,
	// Name of the app where its pyproject.toml has none, and so the image's name.
	// Without either it is "app".
	// +optional
	name string,
	// Python's version, such as "3.11".
	// It wins over what the source declares.
	// +optional
	python string,
	// Address of the package index, with its credentials if it needs any.
	// The app's key index-url wins.
	// +optional
	indexUrl *dagger.Secret,
	// Addresses of further package indexes, separated by spaces.
	// +optional
	extraIndexUrl *dagger.Secret,
	// PEM file of the certificate authorities that downloads trust.
	// It never becomes part of an image.
	// +optional
	ca *dagger.File,
	// Day whose security updates and vulnerability database count, such as "2026-11-25".
	// By default it is today in UTC; all stages of a call stand on the same one.
	// +optional
	day string,
	// Folder with Trivy's database: trivy.db and metadata.json.
	// Without it the database is downloaded, once a day.
	// +optional
	trivyDb *dagger.Directory,
	// Repositories to download the database from, such as "ghcr.io/aquasecurity/trivy-db".
	// Those after the first serve when it fails; by default they are Trivy's own.
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
	// Of a day that is not given the functions take today: what New gives is kept.
	if _, err := today.Of(day, time.Now()); err != nil {
		return nil, err
	}
	return &PythonPipeline{
		Source: source, Name: name, Python: python, IndexURL: indexUrl, ExtraIndexURL: extraIndexUrl, Ca: ca, Day: day,
		TrivyImage: image, TrivyDB: trivyDb, TrivyDBRepository: trivyDbRepository,
		StepTimeout: int(timelimit.Default.Seconds()),
	}, nil
}
