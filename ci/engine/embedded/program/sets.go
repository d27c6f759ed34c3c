package program

import "strings"

// EngineVersion is the version of the embedded engine and of its command line
// tool. dagger.json has to require the same version.
const EngineVersion = "v0.21.8"

// EngineCommit is the commit of EngineVersion's release. The engine's code
// generator requires its Go SDK by this commit.
const EngineCommit = "56bb30426a8462af6f95cfdae6461d0cc796ff50"

// QueryBuilderVersion is the version of the query builder that the engine's Go SDK requires.
const QueryBuilderVersion = "v0.0.0-20260402040506-574a5e81cb59"

// MailHogVersion is the version of the mail server in the stand-in for its official image.
const MailHogVersion = "v1.0.1"

// TrivyVersion is the version of the scanner in the stand-in for its official image.
const TrivyVersion = "v0.72.0"

// Dagger holds the engine and the programs that it starts: codegen, dagger, dnsname, engine and init.
var Dagger = Set{
	Title:   "engine: compile Dagger " + EngineVersion,
	name:    "dagger-" + EngineVersion,
	folder:  "_dagger",
	targets: []string{"tool"},
	patches: []patch{importedLayers, repeatedUpload},
	// Without debug information, which the linker would drop anyway, compiling takes a quarter less time.
	gcflags: "all=-dwarf=false",
	ldflags: "-s -w -X github.com/dagger/dagger/engine.Version=" + EngineVersion + " -X github.com/dagger/dagger/engine.Tag=" + EngineVersion,
}

// Registry holds the registry program.
var Registry = Set{Title: "registry: compile distribution", name: "registry", folder: "_registry", targets: []string{"."}, ldflags: "-s -w"}

// MailHog holds the mail server's program, MailHog.
var MailHog = Set{
	Title:   "mailhog: compile MailHog " + MailHogVersion,
	name:    "mailhog-" + MailHogVersion,
	folder:  "_mailhog",
	targets: []string{"tool"},
	ldflags: "-s -w -X main.version=" + strings.TrimPrefix(MailHogVersion, "v"),
}

// Trivy holds the scanner's program, trivy.
var Trivy = Set{
	Title:   "trivy: compile Trivy " + TrivyVersion,
	Long:    true,
	name:    "trivy-" + TrivyVersion,
	folder:  "_trivy",
	targets: []string{"tool"},
	env:     []string{"GOEXPERIMENT=jsonv2"},
	// Trivy has 3000 packages, so compile time counts for more than speed. Without debug information (which the linker
	// would drop anyway) and inlining, compiling takes 370 s of CPU time instead of 610 s, and a scan
	// 1.15 s instead of 1 s.
	gcflags: "all=-l -dwarf=false",
	ldflags: "-s -w -X github.com/aquasecurity/trivy/pkg/version/app.ver=" + strings.TrimPrefix(TrivyVersion, "v"),
}
