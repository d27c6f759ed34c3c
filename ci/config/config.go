// Package config reads the settings of `go run ./ci` from the environment.
//
// Settings of its own begin with PIPELINE_. It also honours, under their own names and with their own meaning, the variables
// that pip, Dagger and CI systems define. A variable that is set but empty counts as not set: CI systems pass optional inputs
// without a value as empty strings.
package config

import "time"

// Prefix begins the name of every variable that is this program's own.
const Prefix = "PIPELINE_"

// Config holds the settings of one run. The doc tag of a field is its documentation, for `help` and for the README; the unset
// tag describes the default where that is not a fixed value.
type Config struct {
	Apps []string `env:"PIPELINE_APPS" unset:"every folder of sample-app/" doc:"Folders of the apps to work on, separated by commas, relative to the repository."`

	Engine Engine `env:"PIPELINE_ENGINE, default=auto" doc:"Which Dagger engine runs the pipeline. auto: the one that Dagger's own variables name, else one that Docker, Podman or nerdctl runs, else the embedded one. docker: only one that one of these runs. embedded: only the one that this program starts itself (root on Linux). auto skips for a day a runtime of these three that gave no engine, unless something of it changed; docker does not."`

	StandIns      StandIns      `env:"PIPELINE_STAND_INS, default=auto" doc:"Whether the embedded engine builds stand-ins for public images from Debian packages and Go modules. auto: where docker.io cannot be reached. always, never: whatever can be reached. The summary names each stand-in that was used."`
	StandInMaxAge time.Duration `env:"PIPELINE_STAND_IN_MAX_AGE, default=168h" doc:"Age at which a stand-in is built again, as a duration such as 168h or 90m; 0s builds them on every run."`

	Registry         string `env:"PIPELINE_REGISTRY" doc:"Where images are published: host and path before the app's name, such as ghcr.io/acme; capitals become lower case, because no registry accepts them. Without it the embedded engine publishes to its own registry, and on any other engine the gates run but nothing is pushed."`
	RegistryUsername string `env:"PIPELINE_REGISTRY_USERNAME" doc:"User name at the registry; needs PIPELINE_REGISTRY_PASSWORD."`
	RegistryPassword Secret `env:"PIPELINE_REGISTRY_PASSWORD" doc:"Password or token at the registry; needs PIPELINE_REGISTRY_USERNAME. Never printed, never in an image."`

	Tags []string `env:"PIPELINE_TAGS" unset:"latest" doc:"Tags of the published images, separated by commas. A GitHub Actions job has others by default: 1.2.3, 1.2 and latest for the git tag v1.2.3, the name alone for any other git tag, main and sha-0123456 for the branch main; 1.2 and latest stay where they are while the registry has a higher version."`

	Overwrite      bool    `env:"PIPELINE_OVERWRITE, default=false" doc:"Let a tag that is a full version, such as 1.2.3, move to another image. Without it the registry's image of that version stays, and another one is an error."`
	PublishTimeout Timeout `env:"PIPELINE_PUBLISH_TIMEOUT, default=10m" doc:"Time that the registry has to take an image, as a duration such as 10m or 90s; further attempts after an error of the registry included."`

	// Release is derived from the other settings; it has no variable.
	Release string `doc:"Version, such as 1.2.3, of the git tag that Tags come from; empty for tags of another origin."`

	CacheDir   string `env:"PIPELINE_CACHE_DIR" unset:"python-pipeline in the user's cache folder" doc:"Folder of what is kept between runs: the embedded engine with its programs, root file system, build cache, registry and stand-ins, and, whichever engine runs, vulnerability databases, a key for the names of secrets and a note of each container runtime that gave no engine; engine prune deletes all of it. Two folders are two embedded engines that can run side by side. Keep it outside the repository, where relative paths begin."`
	CacheLimit Size   `env:"PIPELINE_CACHE_LIMIT, default=20GB" doc:"How much the embedded engine's build cache may hold, such as 20GB or 512MiB; what was used longest ago goes first."`

	Dist    string `env:"PIPELINE_DIST, default=dist" doc:"Folder for reports: JUnit, coverage, scan, SBOM and summary.json; relative to the repository."`
	Archive bool   `env:"PIPELINE_ARCHIVE, default=false" doc:"Write each image as an OCI archive into PIPELINE_DIST too; takes seconds for each app."`
	Fresh   bool   `env:"PIPELINE_FRESH, default=false" doc:"Run tests again that passed before on the same input. Failures always run again."`
	Day     string `env:"PIPELINE_DAY" unset:"today in UTC" doc:"Day of the security updates and of the vulnerability database, such as 2026-11-25: runs of the same day share what the engine keeps of it."`

	Python  string `env:"PIPELINE_PYTHON" unset:"detected for each app" doc:"Python version for all apps, such as 3.12; a patch level is matched by its minor version."`
	Module  string `env:"PIPELINE_MODULE" unset:"this repository's" doc:"Reference of the Dagger module that does the work: a folder or a git address with @version."`
	Verbose bool   `env:"PIPELINE_VERBOSE, default=false" doc:"Keep a line for every finished step, short and cached ones included."`

	StepTimeout Timeout `env:"PIPELINE_STEP_TIMEOUT, default=30m" doc:"Time that one step of a build or a scan has, as a duration such as 30m or 90s: the installation of the requirements, for example, or the download of an image. Then it is ended, and its running programs are listed. Tests have the key test-timeout, the smoke check smoke.timeout."`

	TrivyDB    string `env:"PIPELINE_TRIVY_DB" unset:"the scanner's own; where stand-ins are used a small one of this repository" doc:"Vulnerability database of the scan: a folder with trivy.db and metadata.json or one of advisories in YAML, each relative to the repository, or the reference of an artifact in a registry, such as ghcr.io/aquasecurity/trivy-db:2."`
	TrivyImage string `env:"PIPELINE_TRIVY_IMAGE" unset:"the pinned one" doc:"Image of Trivy, the scanner: a release by its tag, or a digest; on a CI system a digest."`

	PipIndexURL      Secret `env:"PIP_INDEX_URL" doc:"Package index instead of the default one. Treated as a secret: it may hold credentials."`
	PipExtraIndexURL Secret `env:"PIP_EXTRA_INDEX_URL" doc:"Further package indexes, separated by spaces. Treated as a secret: they may hold credentials."`
	SSLCertFile      string `env:"SSL_CERT_FILE" doc:"File of CA certificates (PEM) for the steps that download and for the embedded engine, relative to the repository; for networks with a CA of their own."`
	SourceDateEpoch  *int64 `env:"SOURCE_DATE_EPOCH, noinit" unset:"the commit's time" doc:"Time in the image's labels, in seconds since 1970."`

	HTTPProxy  Secret `env:"HTTP_PROXY" doc:"Proxy of the steps that download, for http addresses; also in lower case. Treated as a secret."`
	HTTPSProxy Secret `env:"HTTPS_PROXY" doc:"Proxy of the steps that download, for https addresses; also in lower case. Treated as a secret."`
	NoProxy    string `env:"NO_PROXY" doc:"Hosts that need no proxy, separated by commas; also in lower case."`

	TrivyDBRepository  []string `env:"TRIVY_DB_REPOSITORY" doc:"Repositories that the vulnerability database is downloaded from, separated by commas; those after the first serve when it fails."`
	TrivySeverity      string   `env:"TRIVY_SEVERITY" unset:"each app's setting" doc:"Severities that stop an image, such as HIGH,CRITICAL: the mildest of them and all above; a secret of the app stops it at any."`
	TrivyIgnoreUnfixed *bool    `env:"TRIVY_IGNORE_UNFIXED, noinit" unset:"each app's setting" doc:"true or false: let vulnerabilities pass for which there is no fix yet."`
	TrivyExitOnEOL     *bool    `env:"TRIVY_EXIT_ON_EOL, noinit" unset:"each app's setting" doc:"true or false: stop an image on a distribution that gets no security updates any more."`
	TrivyIgnorefile    string   `env:"TRIVY_IGNOREFILE" unset:"each app's own" doc:"File of findings to ignore, relative to the repository."`

	NoColor Presence `env:"NO_COLOR" doc:"Any value: no colour, on a terminal either."`
	CI      OnCI     `env:"CI" doc:"Any value but false and 0: a CI system runs this; progress comes as plain lines."`

	GitHubActions     OnCI   `env:"GITHUB_ACTIONS" doc:"Any value but false and 0: a GitHub Actions job runs this; what fails becomes annotations."`
	GitHubOutput      string `env:"GITHUB_OUTPUT" doc:"File for the outputs of a GitHub Actions step: digest-APP and reference-APP of each published image, and images, which lists them as JSON."`
	GitHubStepSummary string `env:"GITHUB_STEP_SUMMARY" doc:"File for the summary of a GitHub Actions step: the result as Markdown."`
	GitHubRef         string `env:"GITHUB_REF" doc:"Branch or tag that a GitHub Actions job works on; the images' tags without PIPELINE_TAGS."`
	GitHubSHA         string `env:"GITHUB_SHA" doc:"Commit that a GitHub Actions job works on; part of those tags."`

	DaggerSessionPort uint16 `env:"DAGGER_SESSION_PORT" doc:"Port of a Dagger session that is already open (dagger run sets it); it is used as it is."`
	DaggerRunnerHost  string `env:"_EXPERIMENTAL_DAGGER_RUNNER_HOST" doc:"Address of a Dagger engine that is already running, such as unix:///run/engine.sock: one of the embedded engine's version or newer. The embedded engine's own address, which engine env prints, means that one."`
	DaggerCLI         string `env:"_EXPERIMENTAL_DAGGER_CLI_BIN" unset:"the embedded engine's; for another engine one of the same version, downloaded" doc:"Path of the dagger program to use with an engine other than the embedded one."`
}
