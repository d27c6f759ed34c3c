package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// Where downloads find certificate authorities and keep what they fetched.
const (
	caFile  = "/pipeline/ca.pem"
	uvCache = "/pipeline/cache/uv"
)

// downloadSettings are the same for every download: fail soon where an index
// does not answer, and never fetch an interpreter. pip installs nothing but uv,
// which the engine keeps anyway.
var downloadSettings = map[string]string{
	"PIP_NO_CACHE_DIR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_DEFAULT_TIMEOUT": "15", "PIP_RETRIES": "2", "PIP_NO_INPUT": "1",
	"UV_CACHE_DIR": uvCache, "UV_NO_CONFIG": "1", "UV_HTTP_TIMEOUT": "15", "UV_HTTP_RETRIES": "2", "UV_LINK_MODE": "copy",
	"UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never",
}

// caVariables name the authorities' file to pip, uv, requests, curl and git.
var caVariables = []string{"PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"}

// download runs a command with what downloading Python packages needs: the
// index, its credentials, certificate authorities and a cache volume. Nothing of
// it is left in the container. Without a plan the app's own index keys do not
// count.
func (m *PythonPipeline) download(ctr *dagger.Container, p *plan.Plan, command []string) *dagger.Container {
	variables := maps.Clone(downloadSettings)
	ctr = ctr.WithMountedCache(uvCache, dag.CacheVolume(downloadsVolume(p)))
	ctr = m.withAuthorities(ctr, variables)
	var secrets []string
	index := func(secret *dagger.Secret, own string, names ...string) {
		for _, name := range names {
			if own != "" {
				variables[name] = own
			} else if secret != nil {
				ctr = ctr.WithSecretVariable(name, secret)
				secrets = append(secrets, name)
			}
		}
	}
	var own, ownExtra string
	if p != nil {
		own, ownExtra = p.Settings.IndexURL, strings.Join(p.Settings.ExtraIndexURLs, " ")
	}
	index(m.IndexURL, own, "PIP_INDEX_URL", "UV_DEFAULT_INDEX")
	index(m.ExtraIndexURL, ownExtra, "PIP_EXTRA_INDEX_URL", "UV_INDEX")

	ctr = m.proxied(ctr, slices.Concat(withEnv(variables), command))
	for _, name := range secrets {
		ctr = ctr.WithoutSecretVariable(name)
	}
	return ctr.WithoutMount(uvCache).WithoutMount(caFile)
}

// withAuthorities mounts the certificate authorities, if there are any of the
// caller's, and names their file in variables.
func (m *PythonPipeline) withAuthorities(ctr *dagger.Container, variables map[string]string) *dagger.Container {
	if m.Ca == nil {
		return ctr
	}
	for _, name := range caVariables {
		variables[name] = caFile
	}
	return ctr.WithMountedFile(caFile, m.Ca)
}

// downloadsVolume names uv's cache. What it compiled lies there too, known by
// the package alone: an app that compiles with variables or libraries of its own
// has a cache of its own.
func downloadsVolume(p *plan.Plan) string {
	const name = "python-pipeline-downloads-uv"
	if p == nil || len(p.Settings.BuildEnv)+len(p.Settings.AptBuild) == 0 {
		return name
	}
	sum := sha256.Sum256([]byte(fmt.Sprint(withEnv(p.Settings.BuildEnv), p.Settings.AptBuild)))
	return name + "-" + hex.EncodeToString(sum[:8])
}

// withEnv begins a command with variables that hold for it alone. The order is
// always the same: it is part of what the engine recognises a step by.
func withEnv(variables map[string]string) []string {
	command := []string{"env"}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		command = append(command, name+"="+variables[name])
	}
	return command
}
