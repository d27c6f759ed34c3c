package main

import (
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/timelimit"
)

// with gives a copy of the app that differs in what change does to it: calls
// that go on from the same app do not meet.
func (m *PythonPipeline) with(change func(*PythonPipeline)) *PythonPipeline {
	app := *m
	change(&app)
	return &app
}

// Sets the proxies of the steps that download.
//
// Their addresses may hold credentials; nothing of them is left in an image.
func (m *PythonPipeline) WithProxy(
	// Address of the proxy for http addresses.
	// +optional
	http *dagger.Secret,
	// Address of the proxy for https addresses.
	// +optional
	https *dagger.Secret,
	// Hosts that need no proxy, separated by commas.
	// +optional
	noProxy string,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) { app.HTTPProxy, app.HTTPSProxy, app.NoProxy = http, https, noProxy })
}

// Sets the image's labels that say where its source is from.
//
// They are org.opencontainers.image.revision, created and source. The others
// need nothing from the caller.
func (m *PythonPipeline) WithLabels(
	// Revision of the source; "-dirty" at its end marks one with changes.
	// +optional
	revision string,
	// Time of the source in RFC 3339: that of the commit, never the time of the
	// build.
	// +optional
	created string,
	// Address of the source's repository.
	// +optional
	repository string,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) { app.Revision, app.Created, app.Repository = revision, created, repository })
}

// Sets the time that one step of a build or a scan has, 30m without.
//
// Installing the requirements is such a step, or collectstatic. Tests and smoke
// have their own, the keys test-timeout and smoke.timeout.
func (m *PythonPipeline) WithStepTimeout(
	// Duration, such as "1h" or "90s".
	timeout string,
) (*PythonPipeline, error) {
	limit, err := timelimit.Parse(timeout)
	if err != nil {
		return nil, err
	}
	return m.with(func(app *PythonPipeline) { app.StepTimeout = int(limit.Seconds()) }), nil
}

// Has tests and smoke run again that passed before.
func (m *PythonPipeline) WithFresh(
	// Any text: with a new one they run, with the same they have run.
	text string,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) { app.Fresh = text })
}
