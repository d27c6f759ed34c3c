package composefile

import (
	"strconv"
	"strings"

	"dagger/python-pipeline/plan"
)

const (
	postgresName     = plan.Postgres
	postgresVolume   = postgresName + "-data"
	postgresConfig   = postgresName + "-databases"
	passwordVariable = "POSTGRES_PASSWORD"
)

// PostgresPassword is the password of the user postgres, as the server and the app get it.
func PostgresPassword() Value { return Required(passwordVariable, "set a password") }

func (p Postgres) service() mapping {
	m := newMapping()
	m.add("image", scalar(p.Image))
	m.add("restart", scalar("unless-stopped"))
	variables := newMapping()
	variables.add("POSTGRES_DB", scalar(escape(p.Databases[0])))
	variables.add(passwordVariable, scalar(PostgresPassword().String())).HeadComment =
		"Letters and digits alone: it is part of an address. The first start sets it in the volume."
	m.add("environment", variables.node)
	m.add("volumes", block(scalar(postgresVolume+":"+p.folder())))
	if p.Script != "" {
		mount := newMapping()
		mount.add("source", scalar(postgresConfig))
		mount.add("target", scalar("/docker-entrypoint-initdb.d/databases.sql"))
		m.add("configs", block(mount.node))
	}
	// The image answers on its socket, but not over TCP, while it still creates the databases.
	ready := []string{"pg_isready", "--quiet", "--host=127.0.0.1", "--username=postgres", "--dbname=" + escape(p.Databases[0])}
	m.add("healthcheck", healthcheck(ready, "5s", "5s", "60s"))
	return m
}

// folder returns the folder that the volume is mounted at. From version 18 on the official image has the data of each version
// in a folder of its own below it.
func (p Postgres) folder() string {
	major, _, _ := strings.Cut(p.Version, ".")
	if number, err := strconv.Atoi(major); err == nil && number >= 18 {
		return "/var/lib/postgresql"
	}
	return "/var/lib/postgresql/data"
}

// config returns the script that the server runs when it creates its data.
func (p Postgres) config() mapping {
	script := newMapping()
	script.add("content", scalar(escape(p.Script)))
	configs := newMapping()
	configs.add(postgresConfig, script.node).HeadComment = "Docker Compose takes the content of a file here from version 2.23.1 on."
	return configs
}
