package standin

import (
	_ "embed"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/debian"
)

// postgresPackages are what setting the server up takes. Named here, locales is
// taken in place of locales-all, which is ten times the size.
var postgresPackages = []string{"locales", "xz-utils"}

// justInTime are the compiler of queries and what it is made with: a third of
// the size. Without them the server does not compile queries, which pays for
// long ones only.
var justInTime = []string{
	"/usr/lib/llvm-*/*", "/usr/lib/*/libLLVM*", "/usr/lib/*/libz3.so*",
	"/usr/lib/postgresql/*/lib/llvmjit*", "/usr/lib/postgresql/*/lib/bitcode/*",
}

// ownPostgres takes from Debian's packages two decisions that the official
// image makes otherwise: the user's number, which volumes remember, and that
// installing makes a cluster.
const ownPostgres = `
echo 'postgres:x:999:' >> "$1/etc/group"
echo 'postgres:x:999:999::/var/lib/postgresql:/bin/bash' >> "$1/etc/passwd"
mkdir -p "$1/etc/postgresql-common"
echo 'create_main_cluster = false' > "$1/etc/postgresql-common/createcluster.conf"
`

// setUpPostgres makes the locale of the official image, its folders and its
// entrypoint, and drops the key pair that Debian makes of every installation:
// in an image it is nobody's secret. Links such as /var/run are absolute, so
// what goes through them is done inside.
const setUpPostgres = `
chroot "$1" /bin/sh -ec '
  localedef --inputfile=en_US --charmap=UTF-8 en_US.UTF-8
  sed -i "s/^#\?listen_addresses .*/listen_addresses = '"'*'"'/" /usr/share/postgresql/@MAJOR@/postgresql.conf.sample
  install -d -m 3777 -o postgres -g postgres /var/run/postgresql
  install -d -m 1777 -o postgres -g postgres /var/lib/postgresql/data
  install -d /docker-entrypoint-initdb.d
  rm -f /etc/ssl/private/ssl-cert-snakeoil.key /etc/ssl/certs/ssl-cert-snakeoil.pem
  find /etc/ssl/certs -xtype l -delete'
cat > "$1/usr/local/bin/docker-entrypoint.sh" <<'END-OF-ENTRYPOINT'
@ENTRYPOINT@END-OF-ENTRYPOINT
chmod 0755 "$1/usr/local/bin/docker-entrypoint.sh"
`

//go:embed postgres.sh
var postgresEntrypoint string

// postgres gives the stand-in of one major version of PostgreSQL.
func postgres(major, suite string) Image {
	return Image{
		Reference: "postgres:" + major + "-" + suite,
		suite:     suite,
		rootfs: debian.Rootfs{
			Packages:  append(postgresPackages[:len(postgresPackages):len(postgresPackages)], "postgresql-"+major),
			Exclude:   justInTime,
			Prepare:   ownPostgres,
			Customize: strings.NewReplacer("@MAJOR@", major, "@ENTRYPOINT@", postgresEntrypoint).Replace(setUpPostgres),
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
