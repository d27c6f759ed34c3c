#!/bin/bash
# Starts PostgreSQL as the official image does: makes the cluster and runs the
# set-up scripts when the data folder is empty, then becomes the server.
set -eo pipefail

say() { printf 'docker-entrypoint.sh: %s\n' "$*" >&2; }

fail() {
	say "$@"
	exit 1
}

# setting NAME DEFAULT sets and exports NAME: to its own value, else to the
# content of the file in NAME_FILE (a mounted secret), else to DEFAULT. Only root
# may be able to read the file, so settings are read before root's rights are
# dropped.
setting() {
	local file=${1}_FILE
	if [ -n "${!file}" ]; then
		[ -z "${!1}" ] || fail "$file: $1 is set too; use one of them"
		[ -r "${!file}" ] || fail "$file: ${!file} cannot be read"
		printf -v "$1" %s "$(<"${!file}")"
		unset "$file"
	fi
	printf -v "$1" %s "${!1:-$2}"
	export "${1?}"
}

# only_prints succeeds if the server would only print information and end.
only_prints() {
	local argument
	for argument; do
		case $argument in
		-V | --version | '-?' | --help | --describe-config) return 0 ;;
		esac
	done
	return 1
}

# change_owner gives the server's user the folders that may be mounted, and their
# content: a volume may come from a host with other user numbers.
change_owner() {
	mkdir -p "$PGDATA" /var/run/postgresql
	chmod 0700 "$PGDATA"
	chmod 3777 /var/run/postgresql
	find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres:postgres {} +
}

make_cluster() {
	local arguments
	# The variable may contain quotes: --locale='de_DE.utf8'.
	eval "arguments=($POSTGRES_INITDB_ARGS)"
	if [ -n "$POSTGRES_PASSWORD" ]; then
		arguments+=(--pwfile=/dev/stdin)
	fi
	initdb --username="$POSTGRES_USER" "${arguments[@]}" <<< "$POSTGRES_PASSWORD"
	printf '\nhost all all all %s\n' "$POSTGRES_HOST_AUTH_METHOD" >> "$PGDATA/pg_hba.conf"
}

# start_privately starts the server on its socket alone, so that its port opens
# only when everything is set up.
start_privately() {
	"$@" -c listen_addresses= -c port="${PGPORT:-5432}" -c unix_socket_directories=/var/run/postgresql &
	server=$!
	until pg_isready --quiet; do
		kill -0 "$server" 2> /dev/null || fail "postgres: the server ended while it was set up; see above"
		sleep 0.05
	done
}

sql() {
	psql --no-psqlrc --no-password --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" "$@"
}

run_scripts() {
	local file
	for file in /docker-entrypoint-initdb.d/*; do
		case $file in
		*.sh)
			say "run $file"
			if [ -x "$file" ]; then "$file"; else . "$file"; fi
			;;
		*.sql) say "run $file" && sql --file="$file" ;;
		*.sql.gz) say "run $file" && gzip -dc "$file" | sql ;;
		*.sql.xz) say "run $file" && xz -dc "$file" | sql ;;
		*) [ ! -e "$file" ] || say "skip $file: its name does not end in .sh, .sql, .sql.gz or .sql.xz" ;;
		esac
	done
}

# set_up creates the cluster and the database and runs the scripts. The arguments
# are the server's command.
set_up() {
	if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
		fail "POSTGRES_PASSWORD: not set; give the superuser a password, or allow access without one with POSTGRES_HOST_AUTH_METHOD=trust"
	fi
	# Debian's own psql is a wrapper that looks for clusters first.
	PATH=/usr/lib/postgresql/$PG_MAJOR/bin:$PATH
	# Clients use the socket, whatever PGHOST the container has. They get the
	# password, because --auth of initdb can require it on the socket.
	export PGHOST=/var/run/postgresql PGPASSWORD="${PGPASSWORD:-$POSTGRES_PASSWORD}"
	unset PGHOSTADDR
	make_cluster
	start_privately "$@"
	if [ "$POSTGRES_DB" != postgres ]; then
		createdb --username="$POSTGRES_USER" --maintenance-db=postgres "$POSTGRES_DB"
	fi
	run_scripts
	kill -INT "$server"
	wait "$server"
	say "set up; PostgreSQL starts"
}

case ${1:--} in
-*) set -- postgres "$@" ;;
esac
if [ "$1" != postgres ] || only_prints "$@"; then
	exec "$@"
fi

setting POSTGRES_PASSWORD
setting POSTGRES_USER postgres
setting POSTGRES_DB "$POSTGRES_USER"
setting POSTGRES_INITDB_ARGS
setting POSTGRES_HOST_AUTH_METHOD scram-sha-256

if [ "$(id -u)" = 0 ]; then
	change_owner
	# The server refuses to run as root.
	exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
mkdir -p "$PGDATA"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	# In a subshell, so that the scripts' variables do not reach the server.
	(set_up "$@")
fi
unset POSTGRES_PASSWORD
exec "$@"
