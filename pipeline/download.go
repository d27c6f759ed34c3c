package main

import (
	"maps"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/scripts"
)

// downloadSettings are for every download: give up soon if an index does not answer, and never download an interpreter.
// pip has no cache, because it installs only uv, and the engine caches that step.
var downloadSettings = map[string]string{
	"PIP_NO_CACHE_DIR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_DEFAULT_TIMEOUT": "15", "PIP_RETRIES": "2", "PIP_NO_INPUT": "1",
	"UV_CACHE_DIR": scripts.UVCache, "UV_NO_CONFIG": "1", "UV_HTTP_TIMEOUT": "15", "UV_HTTP_RETRIES": "2", "UV_LINK_MODE": "copy",
	"UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never",
}

// caVariables name the file of certificate authorities for pip, uv, requests, curl and git.
var caVariables = []string{"PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"}

// uvVolume names the volume with uv's cache.
const uvVolume = "python-pipeline-downloads-uv"

// execOnline runs a script that downloads, through the proxies, if any; their addresses may have credentials. Some
// programs read the variables in upper case only, others in lower case only.
func (b *build) execOnline(ctr *dagger.Container, env environment, script scripts.Script, arguments ...string) *dagger.Container {
	all := environment{map[string]string{}, map[string]*dagger.Secret{
		"HTTP_PROXY": b.HTTPProxy, "http_proxy": b.HTTPProxy, "HTTPS_PROXY": b.HTTPSProxy, "https_proxy": b.HTTPSProxy,
	}}
	if b.NoProxy != "" {
		all.variables["NO_PROXY"], all.variables["no_proxy"] = b.NoProxy, b.NoProxy
	}
	maps.Copy(all.variables, env.variables)
	maps.Copy(all.secrets, env.secrets)
	return b.execWith(ctr, all, script, arguments...)
}

// downloadTool runs a script that downloads a tool of the pipeline.
func (b *build) downloadTool(ctr *dagger.Container, script scripts.Script, arguments ...string) *dagger.Container {
	return b.download(ctr, "", "", script, arguments...)
}

// downloadPackages runs a script that downloads packages of the app, from the index that the app names, if any.
func (b *build) downloadPackages(ctr *dagger.Container, script scripts.Script, arguments ...string) *dagger.Container {
	return b.download(ctr, b.plan.IndexURL, strings.Join(b.plan.ExtraIndexURLs, " "), script, arguments...)
}

// fetchGit fetches a commit of a repository. It has no cache, and no credentials of an index.
func (b *build) fetchGit(repository, commit string) *dagger.Directory {
	env := environment{variables: map[string]string{}}
	ctr := b.withAuthorities(b.from(b.plan.BuilderImage()), env.variables)
	return b.execOnline(ctr, env, scripts.FetchGit.Of(repository), repository, commit).Directory(scripts.Package)
}

// download runs a script with the index, its credentials, the certificate authorities and a cache volume, none of which
// remains in the container. Only the pipeline's own programs run in such a step: who writes the cache decides what other
// apps install. An index that is "" is the caller's.
func (b *build) download(ctr *dagger.Container, index, extraIndexes string, script scripts.Script, arguments ...string) *dagger.Container {
	env := environment{maps.Clone(downloadSettings), map[string]*dagger.Secret{}}
	ctr = b.withAuthorities(ctr.WithMountedCache(scripts.UVCache, dag.CacheVolume(uvVolume)), env.variables)
	setIndex := func(ofApp string, ofCaller *dagger.Secret, names ...string) {
		for _, name := range names {
			if ofApp != "" {
				env.variables[name] = ofApp
			} else {
				env.secrets[name] = ofCaller
			}
		}
	}
	setIndex(index, b.IndexURL, "PIP_INDEX_URL", "UV_DEFAULT_INDEX")
	setIndex(extraIndexes, b.ExtraIndexURL, "PIP_EXTRA_INDEX_URL", "UV_INDEX")
	return b.execOnline(ctr, env, script, arguments...).WithoutMount(scripts.UVCache).WithoutMount(scripts.Authorities)
}

// withAuthorities mounts the caller's certificate authorities, if any, and adds the variables that name their file.
func (b *build) withAuthorities(ctr *dagger.Container, variables map[string]string) *dagger.Container {
	if b.Ca == nil {
		return ctr
	}
	for _, name := range caVariables {
		variables[name] = scripts.Authorities
	}
	return ctr.WithMountedFile(scripts.Authorities, b.Ca)
}
