// Turns a Python app into a small, tested, scanned and published image.
//
// There is no Dockerfile: what the pipeline needs to know it reads from the files
// that Python projects have, and the rest from [tool.python-pipeline] in
// pyproject.toml. `plan` prints what would be done and why.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dagger/python-pipeline/content"
	today "dagger/python-pipeline/day"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/timelimit"
	"dagger/python-pipeline/trivy"
)

// One Python app and the stages of its image.
type PythonPipeline struct {
	// +private
	Source *dagger.Directory
	// +private
	PlanJSON string
	// +private
	DevFiles []string
	// +private
	ProdFiles []string
	// +private
	IndexURL *dagger.Secret
	// +private
	ExtraIndexURL *dagger.Secret
	// +private
	Ca *dagger.File
	// +private
	HTTPProxy *dagger.Secret
	// +private
	HTTPSProxy *dagger.Secret
	// +private
	NoProxy string
	// +private
	Revision string
	// +private
	Created string
	// +private
	Repository string
	// +private
	Fresh string
	// +private
	Day string
	// +private
	TrivyImage string
	// +private
	TrivyDB *dagger.Directory
	// +private
	TrivyDBRepository []string
	// +private
	TrivyIgnorefile *dagger.File
	// +private
	StepTimeout int // in seconds
}

// Builds, tests, scans and publishes the Python app of a folder.
//
// Here its source is read, and decided what is to be built: see `plan`.
func New(
	ctx context.Context,
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
	// Address of the proxy for http addresses, for the steps that download.
	// +optional
	httpProxy *dagger.Secret,
	// Address of the proxy for https addresses, for the steps that download.
	// +optional
	httpsProxy *dagger.Secret,
	// Hosts that need no proxy, separated by commas.
	// +optional
	noProxy string,
	// Revision of the source, for the image's labels.
	// "-dirty" at its end marks one with changes.
	// +optional
	revision string,
	// Time of the source in RFC 3339, for the image's labels.
	// It is that of the commit, never that of the build.
	// +optional
	created string,
	// Address of the source's repository, for the image's labels.
	// +optional
	repository string,
	// Any text; a new one makes tests and smoke run again that passed before.
	// +optional
	fresh string,
	// Day whose security updates and vulnerability database count, such as "2026-11-25".
	// By default it is today in UTC; all stages of a call stand on the same one.
	// +optional
	day string,
	// Image of Trivy, the scanner: a release by its tag, or a digest.
	// +optional
	trivyImage string,
	// Folder with Trivy's database: trivy.db and metadata.json.
	// Without it the database is downloaded, once a day.
	// +optional
	trivyDb *dagger.Directory,
	// Repositories to download the database from, such as "ghcr.io/aquasecurity/trivy-db".
	// Those after the first serve when it fails; by default they are Trivy's own.
	// +optional
	trivyDbRepository []string,
	// Severities that stop an image, such as "HIGH,CRITICAL": the mildest of them and all above.
	// It wins over the app's key scan.severity. A secret of the app stops it at any.
	// +optional
	trivySeverity string,
	// Whether vulnerabilities without a fix pass: "true" or "false".
	// It wins over the app's key scan.ignore-unfixed.
	// +optional
	trivyIgnoreUnfixed string,
	// Whether a distribution without security updates stops an image: "true" or "false".
	// It wins over the app's key scan.exit-on-eol.
	// +optional
	trivyExitOnEol string,
	// File of findings that are accepted.
	// It wins over the app's own.
	// +optional
	trivyIgnorefile *dagger.File,
	// Time that one step of a build or a scan has, such as the installation of the requirements.
	// Tests and smoke have their own.
	// +optional
	// +default="30m"
	stepTimeout string,
) (*PythonPipeline, error) {
	image := cmp.Or(trivyImage, plan.TrivyImage)
	if err := trivy.CheckImage(image); err != nil {
		return nil, fmt.Errorf("trivy-image: %w", err)
	}
	limit, err := timelimit.Parse(stepTimeout)
	if err != nil {
		return nil, err
	}
	// Of a day that is not given the functions take today: what New gives is kept.
	if _, err := today.Of(day, time.Now()); err != nil {
		return nil, err
	}
	files, err := exported(ctx, source)
	if err != nil {
		return nil, err
	}
	callers, err := readAccepted(ctx, trivyIgnorefile)
	if err != nil {
		return nil, err
	}
	p, err := plan.Read(files, plan.Options{
		Name: name, Python: python, Index: indexUrl != nil || extraIndexUrl != nil,
		Scan: plan.ScanOptions{Severity: trivySeverity, IgnoreUnfixed: trivyIgnoreUnfixed, ExitOnEOL: trivyExitOnEol, Ignorefile: callers},
	})
	if err != nil {
		return nil, err
	}
	app := &PythonPipeline{
		Source: source, IndexURL: indexUrl, ExtraIndexURL: extraIndexUrl, Ca: ca,
		HTTPProxy: httpProxy, HTTPSProxy: httpsProxy, NoProxy: noProxy,
		Revision: revision, Created: created, Repository: repository, Fresh: fresh, Day: day,
		TrivyImage: image, TrivyDB: trivyDb, TrivyDBRepository: trivyDbRepository,
		TrivyIgnorefile: trivyIgnorefile, StepTimeout: int(limit.Seconds()),
	}
	encoded, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	app.PlanJSON = string(encoded)
	if app.DevFiles, err = content.Dev(files); err != nil {
		return nil, err
	}
	app.ProdFiles, err = content.Prod(files, p.Settings.Include, p.Settings.Exclude)
	return app, err
}

// Prints what would be built, and from which file each decision came.
func (m *PythonPipeline) Plan(
	// Print JSON instead of text.
	// +optional
	asJson bool,
) (string, error) {
	if asJson {
		return string(printable.JSON([]byte(m.PlanJSON))), nil
	}
	p, err := m.plan()
	if err != nil {
		return "", err
	}
	return p.Text(), nil
}

func (m *PythonPipeline) plan() (*plan.Plan, error) {
	p := new(plan.Plan)
	if err := json.Unmarshal([]byte(m.PlanJSON), p); err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	return p, nil
}
