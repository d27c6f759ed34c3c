package main

import (
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// Where downloads find certificate authorities and keep what they fetched.
const (
	caFile      = "/pipeline/ca.pem"
	pipCache    = "/pipeline/cache/pip"
	uvCache     = "/pipeline/cache/uv"
	downloadsOf = "python-pipeline-downloads-"
)

// caVariables name the authorities' file to pip, uv, requests, OpenSSL and git.
var caVariables = []string{"PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"}

// downloadSettings are the same for every download: fail soon where an index
// does not answer, and never fetch an interpreter.
var downloadSettings = map[string]string{
	"PIP_CACHE_DIR": pipCache, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_DEFAULT_TIMEOUT": "15", "PIP_RETRIES": "2", "PIP_NO_INPUT": "1",
	"UV_CACHE_DIR": uvCache, "UV_NO_CONFIG": "1", "UV_HTTP_TIMEOUT": "15", "UV_HTTP_RETRIES": "2", "UV_LINK_MODE": "copy",
	"UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never",
}

// download runs a step with what downloading needs: the index, its
// credentials, certificate authorities and a cache volume. All of it is taken
// away again, so nothing of it reaches a later stage. Without a plan the app's
// own index keys do not count.
func (m *PythonPipeline) download(ctr *dagger.Container, p *plan.Plan, run func(*dagger.Container) *dagger.Container) *dagger.Container {
	for name, value := range downloadSettings {
		ctr = ctr.WithEnvVariable(name, value)
	}
	ctr = ctr.
		WithMountedCache(pipCache, dag.CacheVolume(downloadsOf+"pip")).
		WithMountedCache(uvCache, dag.CacheVolume(downloadsOf+"uv"))
	if m.Ca != nil {
		ctr = ctr.WithMountedFile(caFile, m.Ca)
		for _, name := range caVariables {
			ctr = ctr.WithEnvVariable(name, caFile)
		}
	}
	for _, name := range []string{"PIP_INDEX_URL", "UV_DEFAULT_INDEX"} {
		switch {
		case p != nil && p.Settings.IndexURL != "":
			ctr = ctr.WithEnvVariable(name, p.Settings.IndexURL)
		case m.IndexURL != nil:
			ctr = ctr.WithSecretVariable(name, m.IndexURL)
		}
	}
	for _, name := range []string{"PIP_EXTRA_INDEX_URL", "UV_INDEX"} {
		switch {
		case p != nil && len(p.Settings.ExtraIndexURLs) > 0:
			ctr = ctr.WithEnvVariable(name, strings.Join(p.Settings.ExtraIndexURLs, " "))
		case m.ExtraIndexURL != nil:
			ctr = ctr.WithSecretVariable(name, m.ExtraIndexURL)
		}
	}
	ctr = run(ctr)
	for name := range downloadSettings {
		ctr = ctr.WithoutEnvVariable(name)
	}
	for _, name := range caVariables {
		ctr = ctr.WithoutEnvVariable(name)
	}
	for _, name := range []string{"PIP_INDEX_URL", "UV_DEFAULT_INDEX", "PIP_EXTRA_INDEX_URL", "UV_INDEX"} {
		ctr = ctr.WithoutEnvVariable(name).WithoutSecretVariable(name)
	}
	return ctr.WithoutMount(pipCache).WithoutMount(uvCache).WithoutMount(caFile)
}
