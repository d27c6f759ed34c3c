// Package distconsts says where the engine's image keeps what the engine
// needs. The published module of the same name is nested in Dagger's
// repository and is not served on its own, so this one takes its place; the
// paths are those of the embedded engine's root file system.
package distconsts

const (
	// EngineContainerName names the container of an engine that a container
	// runtime runs; the embedded engine is none, but the code asks for it.
	EngineContainerName = "dagger-engine.dev"

	// EngineDefaultSocketPath is where the engine listens besides --addr.
	EngineDefaultSocketPath = "/run/buildkit/buildkitd.sock"

	// EngineDefaultStateDir holds the build cache.
	EngineDefaultStateDir = "/var/lib/dagger"

	// EngineContainerBuiltinContentDir holds the blobs of the SDK images.
	EngineContainerBuiltinContentDir = "/usr/local/share/dagger/content"

	// RuncPath is Debian's runc.
	RuncPath = "/usr/sbin/runc"

	// DaggerInitPath is PID 1 of every container the engine starts.
	DaggerInitPath = "/usr/local/bin/dagger-init"
)

// Variables that hold the digest of an SDK image's manifest. Only the Go SDK's
// image is built.
const (
	GoSDKManifestDigestEnvName         = "DAGGER_GO_SDK_MANIFEST_DIGEST"
	PythonSDKManifestDigestEnvName     = "DAGGER_PYTHON_SDK_MANIFEST_DIGEST"
	TypescriptSDKManifestDigestEnvName = "DAGGER_TYPESCRIPT_SDK_MANIFEST_DIGEST"
)

// Images of the engine's own conveniences, such as the default container of
// a terminal.
const (
	AlpineVersion = "3.20.2"
	AlpineImage   = "alpine:" + AlpineVersion
	GolangVersion = "1.23.6"
	GolangImage   = "golang:" + GolangVersion + "-alpine"
	BusyboxImage  = "busybox:1.37.0-musl"
)

// OCIVersionAnnotation is the annotation that an image's version is in.
const OCIVersionAnnotation = "org.opencontainers.image.version"
