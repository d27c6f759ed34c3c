package standin

import (
	_ "embed"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/debian"
)

// postgresPackages are needed to set up the server. Without locales apt would
// install locales-all, which is ten times the size.
var postgresPackages = []string{"locales", "xz-utils"}

// jitFiles match the compiler of queries and its libraries, a third of the size. Without them the server does not
// compile queries, which only speeds up long ones.
var jitFiles = []string{
	"/usr/lib/llvm-*/*", "/usr/lib/*/libLLVM*", "/usr/lib/*/libz3.so*",
	"/usr/lib/postgresql/*/lib/llvmjit*", "/usr/lib/postgresql/*/lib/bitcode/*",
}

// preparePostgres changes two defaults of Debian's packages to those of the official image: the user's number, which
// the files of volumes have, and the cluster that the installation would create.
//
//go:embed postgres-prepare.sh
var preparePostgres string

// customizePostgres creates the locale, folders and entrypoint of the official image. It deletes the key pair that
// Debian generates on installation: in an image it would not be secret. Links such as /var/run are absolute, so
// commands that follow them run inside the new root.
//
//go:embed postgres-customize.sh
var customizePostgres string

//go:embed postgres-entrypoint.sh
var postgresEntrypoint string

// postgres returns the stand-in for one major version of PostgreSQL.
func postgres(major, suite string) Image {
	return Image{
		Reference: "postgres:" + major + "-" + suite,
		Suite:     suite,
		rootfs: debian.Rootfs{
			Packages:  append(postgresPackages[:len(postgresPackages):len(postgresPackages)], "postgresql-"+major),
			Exclude:   jitFiles,
			Prepare:   "\n" + preparePostgres,
			Customize: "\n" + strings.NewReplacer("@MAJOR@", major, "@ENTRYPOINT@\n", postgresEntrypoint).Replace(customizePostgres),
		},
		config: v1.Config{
			Entrypoint: []string{"docker-entrypoint.sh"},
			Cmd:        []string{"postgres"},
			Env: []string{
				searchPath + ":/usr/lib/postgresql/" + major + "/bin",
				"LANG=en_US.utf8",
				"PG_MAJOR=" + major,
				"PGDATA=/var/lib/postgresql/data",
			},
			ExposedPorts: map[string]struct{}{"5432/tcp": {}},
			StopSignal:   "SIGINT",
			Volumes:      map[string]struct{}{"/var/lib/postgresql/data": {}},
		},
	}
}
