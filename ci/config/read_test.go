package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// defaults returns the settings of an empty environment, after change, which may be nil.
func defaults(t *testing.T, change func(*Config)) *Config {
	t.Helper()
	user, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	c := &Config{
		Engine: EngineAuto, StandIns: StandInsAuto, StandInMaxAge: 168 * time.Hour,
		Tags: []string{"latest"}, CacheDir: filepath.Join(user, "python-pipeline"), CacheLimit: 20e9, Dist: "dist",
		PublishTimeout: Timeout(10 * time.Minute), StepTimeout: Timeout(30 * time.Minute),
	}
	if change != nil {
		change(c)
	}
	return c
}

func TestRead(t *testing.T) {
	t.Parallel()
	epoch := int64(1700000000)
	tests := map[string]struct {
		environ  []string
		want     func(*Config)
		warnings []Warning
	}{
		"nothing set": {},
		"empty is not set": {
			environ: []string{"PIPELINE_ENGINE=", "PIPELINE_TAGS=", "PIPELINE_ARCHIVE=", "NO_COLOR=", "CI=", "PIPELINE_TAG=", "SOURCE_DATE_EPOCH="},
		},
		"everything set": {
			environ: []string{
				"PIPELINE_APPS=sample-app/calculator/, sample-app/django,sample-app/calculator,", "PIPELINE_ENGINE=embedded",
				"PIPELINE_STAND_INS=never", "PIPELINE_STAND_IN_MAX_AGE=90m", "PIPELINE_REGISTRY=ghcr.io/acme",
				"PIPELINE_REGISTRY_USERNAME=robot", "PIPELINE_REGISTRY_PASSWORD=hunter2", "PIPELINE_TAGS=1.4.0,latest",
				"PIPELINE_CACHE_DIR=/var/cache/engine", "PIPELINE_CACHE_LIMIT=512MiB", "PIPELINE_DIST=out", "PIPELINE_ARCHIVE=1",
				"PIPELINE_FRESH=true", "PIPELINE_PYTHON=3.12", "PIPELINE_MODULE=github.com/acme/pipeline@v1",
				"PIPELINE_VERBOSE=1", "PIPELINE_OVERWRITE=1", "PIPELINE_PUBLISH_TIMEOUT=90s", "PIPELINE_DAY=2026-11-25", "PIPELINE_STEP_TIMEOUT=90s",
			},
			want: func(c *Config) {
				c.Apps = []string{"sample-app/calculator", "sample-app/django"}
				c.Engine, c.StandIns, c.StandInMaxAge = EngineEmbedded, StandInsNever, 90*time.Minute
				c.Registry, c.RegistryUsername, c.RegistryPassword = "ghcr.io/acme", "robot", NewSecret("hunter2")
				c.Tags, c.CacheDir, c.CacheLimit = []string{"1.4.0", "latest"}, "/var/cache/engine", 512<<20
				c.Dist, c.Archive, c.Fresh, c.Verbose = "out", true, true, true
				c.Python, c.Module = "3.12", "github.com/acme/pipeline@v1"
				c.Overwrite, c.PublishTimeout, c.Day = true, Timeout(90*time.Second), "2026-11-25"
				c.StepTimeout = Timeout(90 * time.Second)
			},
		},
		"other tools' variables": {
			environ: []string{
				"PIP_INDEX_URL=https://me:pw@index.example/simple", "PIP_EXTRA_INDEX_URL=https://two.example", "SSL_CERT_FILE=/etc/ca.pem",
				"SOURCE_DATE_EPOCH=1700000000", "HTTP_PROXY=http://proxy:3128", "https_proxy=http://lower:3128", "NO_PROXY=localhost",
				"NO_COLOR=0", "CI=woodpecker", "DAGGER_SESSION_PORT=4321", "GITHUB_ACTIONS=true", "GITHUB_OUTPUT=/runner/output",
				"GITHUB_STEP_SUMMARY=/runner/summary", "GITHUB_REF=refs/heads/main", "GITHUB_SHA=0123456789",
				"_EXPERIMENTAL_DAGGER_RUNNER_HOST=unix:///run/engine.sock", "_EXPERIMENTAL_DAGGER_CLI_BIN=/opt/dagger",
				"TRIVY_SEVERITY=HIGH,CRITICAL", "TRIVY_IGNORE_UNFIXED=false",
			},
			want: func(c *Config) {
				c.PipIndexURL, c.PipExtraIndexURL = NewSecret("https://me:pw@index.example/simple"), NewSecret("https://two.example")
				c.SSLCertFile, c.SourceDateEpoch = "/etc/ca.pem", &epoch
				c.HTTPProxy, c.HTTPSProxy, c.NoProxy = NewSecret("http://proxy:3128"), NewSecret("http://lower:3128"), "localhost"
				c.NoColor, c.CI, c.DaggerSessionPort = true, true, 4321
				c.DaggerRunnerHost, c.DaggerCLI = "unix:///run/engine.sock", "/opt/dagger"
				c.TrivySeverity, c.TrivyIgnoreUnfixed = "HIGH,CRITICAL", new(false)
				c.GitHubActions, c.GitHubOutput, c.GitHubStepSummary = true, "/runner/output", "/runner/summary"
				c.GitHubRef, c.GitHubSHA, c.Tags = "refs/heads/main", "0123456789", []string{"main", "sha-0123456"}
			},
		},
		"CI switched off": {environ: []string{"CI=false"}},
		"a list with commas too many": {
			environ: []string{"PIPELINE_APPS=shop,", "PIPELINE_TAGS=,main,,main", "TRIVY_DB_REPOSITORY=ghcr.io/acme/trivy-db,"},
			want: func(c *Config) {
				c.Apps, c.Tags, c.TrivyDBRepository = []string{"shop"}, []string{"main"}, []string{"ghcr.io/acme/trivy-db"}
			},
		},
		"a CI system's own variable": {
			environ:  []string{"PIPELINE_WORKSPACE=/agent/1"},
			warnings: []Warning{"PIPELINE_WORKSPACE: unknown variable: ignored; `go run ./ci help` lists the known ones"},
		},
		"credentials for no registry": {
			environ: []string{"PIPELINE_REGISTRY_USERNAME=robot", "PIPELINE_REGISTRY_PASSWORD=hunter2"},
			want: func(c *Config) {
				c.RegistryUsername, c.RegistryPassword = "robot", NewSecret("hunter2")
			},
			warnings: []Warning{"PIPELINE_REGISTRY_PASSWORD: not used: PIPELINE_REGISTRY is not set"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, warnings, err := Read(t.Context(), test.environ, "/repository")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(defaults(t, test.want), got); diff != "" {
				t.Error("config (-want +got):\n" + diff)
			}
			if diff := cmp.Diff(test.warnings, warnings); diff != "" {
				t.Error("warnings (-want +got):\n" + diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	const noTag = ` is not allowed: use letters, digits, dots, dashes and underscores, at most 128, such as latest or 1.4.0`
	registry := ` is not allowed: use a host and a path without scheme, credentials and tag, such as ghcr.io/acme or docker.io/acme`
	tests := map[string]struct {
		environ []string
		want    []string
	}{
		"engine":             {[]string{"PIPELINE_ENGINE=podman"}, []string{`PIPELINE_ENGINE: "podman" is not allowed: use auto, docker or embedded`}},
		"stand-ins":          {[]string{"PIPELINE_STAND_INS=yes"}, []string{`PIPELINE_STAND_INS: "yes" is not allowed: use auto, always or never`}},
		"bool":               {[]string{"PIPELINE_FRESH=yes"}, []string{`PIPELINE_FRESH: "yes" is not allowed: use true, false, 1 or 0`}},
		"duration":           {[]string{"PIPELINE_STAND_IN_MAX_AGE=7d"}, []string{`PIPELINE_STAND_IN_MAX_AGE: "7d" is not allowed: use a duration such as 168h or 90m`}},
		"negative duration":  {[]string{"PIPELINE_STAND_IN_MAX_AGE=-1h"}, []string{`PIPELINE_STAND_IN_MAX_AGE: "-1h0m0s" is not allowed: use a duration of 0s or more`}},
		"timeout":            {[]string{"PIPELINE_PUBLISH_TIMEOUT=0s"}, []string{`PIPELINE_PUBLISH_TIMEOUT: "0s" is not allowed: use a duration above 0s such as 10m or 90s`}},
		"day":                {[]string{"PIPELINE_DAY=tomorrow"}, []string{`PIPELINE_DAY: "tomorrow" is not allowed: use a day such as 2026-11-25`}},
		"no time for a step": {[]string{"PIPELINE_STEP_TIMEOUT=0s"}, []string{`PIPELINE_STEP_TIMEOUT: "0s" is not allowed: use a duration above 0s such as 10m or 90s`}},
		"size":               {[]string{"PIPELINE_CACHE_LIMIT=0GB"}, []string{`PIPELINE_CACHE_LIMIT: "0GB" is not allowed: use a size above 0 such as 20GB or 512MiB`}},
		"scanner's tag on a CI system": {
			[]string{"PIPELINE_TRIVY_IMAGE=acme/trivy:0.73.0", "CI=true"},
			[]string{"PIPELINE_TRIVY_IMAGE: acme/trivy:0.73.0 names no digest, and its owner can make the tag another program, which would decide what a CI system publishes; write acme/trivy:0.73.0@sha256:…"},
		},
		"scanner":                 {[]string{"PIPELINE_TRIVY_IMAGE=aquasec/trivy:latest"}, []string{"PIPELINE_TRIVY_IMAGE: aquasec/trivy:latest: this tag's image changes every few days; name a release by its tag, or a digest"}},
		"python":                  {[]string{"PIPELINE_PYTHON=2.7"}, []string{`PIPELINE_PYTHON: "2.7" is not allowed: use a version such as 3.12`}},
		"bool or unset":           {[]string{"TRIVY_EXIT_ON_EOL=when it snows"}, []string{`TRIVY_EXIT_ON_EOL: "when it snows" is not allowed: use true, false, 1 or 0`}},
		"epoch":                   {[]string{"SOURCE_DATE_EPOCH=today"}, []string{`SOURCE_DATE_EPOCH: "today" is not allowed: use seconds since 1970, such as 1700000000`}},
		"epoch of the year 10000": {[]string{"SOURCE_DATE_EPOCH=253402300800"}, []string{`SOURCE_DATE_EPOCH: "253402300800" is not allowed: use seconds since 1970, at most 253402300799, the end of the year 9999; milliseconds are too many`}},
		"largest epoch":           {[]string{"SOURCE_DATE_EPOCH=9223372036854775807"}, []string{`SOURCE_DATE_EPOCH: "9223372036854775807" is not allowed: use seconds since 1970, at most 253402300799, the end of the year 9999; milliseconds are too many`}},
		"negative epoch":          {[]string{"SOURCE_DATE_EPOCH=-1"}, []string{`SOURCE_DATE_EPOCH: "-1" is not allowed: use seconds since 1970, such as 1700000000`}},
		"port":                    {[]string{"DAGGER_SESSION_PORT=70000"}, []string{`DAGGER_SESSION_PORT: "70000" is not allowed: use a port, 1 to 65535`}},
		"tag with a space":        {[]string{"PIPELINE_TAGS=la test"}, []string{`PIPELINE_TAGS: "la test"` + noTag}},
		"tag that is too long":    {[]string{"PIPELINE_TAGS=" + strings.Repeat("a", 129)}, []string{`PIPELINE_TAGS: "` + strings.Repeat("a", 129) + `"` + noTag}},
		"tag":                     {[]string{"PIPELINE_TAGS=latest,a/b"}, []string{`PIPELINE_TAGS: "a/b"` + noTag}},
		"registry: scheme":        {[]string{"PIPELINE_REGISTRY=https://ghcr.io/acme"}, []string{`PIPELINE_REGISTRY: "https://ghcr.io/acme"` + registry}},
		"registry: tag":           {[]string{"PIPELINE_REGISTRY=ghcr.io/acme:latest"}, []string{`PIPELINE_REGISTRY: "ghcr.io/acme:latest"` + registry}},
		"registry: no host":       {[]string{"PIPELINE_REGISTRY=acme"}, []string{`PIPELINE_REGISTRY: "acme"` + registry}},
		"a password in the registry is not repeated": {[]string{"PIPELINE_REGISTRY=robot:hunter2@ghcr.io/acme"}, []string{`PIPELINE_REGISTRY: "…@ghcr.io/acme"` + registry}},
		"user without password":                      {[]string{"PIPELINE_REGISTRY_USERNAME=robot"}, []string{`PIPELINE_REGISTRY_USERNAME: set without PIPELINE_REGISTRY_PASSWORD: set both or neither`}},
		"password without user":                      {[]string{"PIPELINE_REGISTRY_PASSWORD=hunter2"}, []string{`PIPELINE_REGISTRY_PASSWORD: set without PIPELINE_REGISTRY_USERNAME: set both or neither`}},
		"a misspelt name, its value not shown":       {[]string{"PIPELINE_REGISTRY_PASWORD=hunter2"}, []string{`PIPELINE_REGISTRY_PASWORD: unknown variable, did you mean PIPELINE_REGISTRY_PASSWORD? rename it or unset it`}},
		"all at once": {
			[]string{"PIPELINE_ENGINE=podman", "PIPELINE_PYTHON=three", "PIPELINE_TAG=1", "PIPELINE_VERBOSE=on"},
			[]string{
				`PIPELINE_ENGINE: "podman" is not allowed: use auto, docker or embedded`,
				`PIPELINE_VERBOSE: "on" is not allowed: use true, false, 1 or 0`,
				`PIPELINE_PYTHON: "three" is not allowed: use a version such as 3.12`,
				`PIPELINE_TAG: unknown variable, did you mean PIPELINE_TAGS? rename it or unset it`,
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, err := Read(t.Context(), test.environ, "/repository")
			if err == nil || c != nil {
				t.Fatalf("got %+v, %v; want no config and an error", c, err)
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Error("errors (-want +got):\n" + diff)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ []string
		want    Config
	}{
		"nothing set": {nil, Config{Dist: "dist"}},
		"beside an invalid value": {
			[]string{"PIPELINE_DIST=../reports", "PIPELINE_APPS=shop,api", "PIPELINE_FRESH=perhaps", "GITHUB_ACTIONS=true", "GITHUB_OUTPUT=/job/output", "GITHUB_STEP_SUMMARY=/job/page"},
			Config{Dist: "../reports", Apps: []string{"shop", "api"}, GitHubActions: true, GitHubOutput: "/job/output", GitHubStepSummary: "/job/page"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(&test.want, Places(t.Context(), test.environ)); diff != "" {
				t.Errorf("settings differ (-want +got):\n%s", diff)
			}
		})
	}
}
