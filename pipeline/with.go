package main

import (
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/steplimit"
)

// with returns a changed copy of the app, so that calls on the same app do not affect each other.
func (m *PythonPipeline) with(change func(*PythonPipeline)) *PythonPipeline {
	app := *m
	change(&app)
	return &app
}

// Sets the proxies of the steps that download.
//
// Their addresses may have credentials; no image has them.
func (m *PythonPipeline) WithProxy(
	// Address of the proxy for http addresses.
	// +optional
	http *dagger.Secret,
	// Address of the proxy for https addresses.
	// +optional
	https *dagger.Secret,
	// Hosts without a proxy, separated by commas.
	// +optional
	noProxy string,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) { app.HTTPProxy, app.HTTPSProxy, app.NoProxy = http, https, noProxy })
}

// Sets the image's labels about the origin of its source.
//
// They are org.opencontainers.image.revision, created and source. The pipeline
// sets the others itself.
func (m *PythonPipeline) WithLabels(
	// Revision of the source, with "-dirty" at its end if there are changes.
	// +optional
	revision string,
	// Time of the commit in RFC 3339, never the time of the build.
	// +optional
	created string,
	// Address of the source's repository.
	// +optional
	repository string,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) { app.Revision, app.Created, app.Repository = revision, created, repository })
}

// Sets the time limit of one step of a build or a scan, 30m by default.
//
// Such a step is the installation of the requirements, or collectstatic. The
// keys test-timeout and smoke.timeout limit the tests and the smoke check.
func (m *PythonPipeline) WithStepTimeout(
	// Duration, such as "1h" or "90s".
	timeout string,
) (*PythonPipeline, error) {
	limit, err := steplimit.Parse(timeout)
	if err != nil {
		return nil, err
	}
	return m.with(func(app *PythonPipeline) { app.StepTimeout = int(limit.Seconds()) }), nil
}

// Runs tests and the smoke check again that passed before.
func (m *PythonPipeline) WithFresh(
	// Any text; they run again if it differs from the one of the last run.
	text string,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) { app.Fresh = text })
}
