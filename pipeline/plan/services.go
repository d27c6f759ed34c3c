package plan

import (
	"fmt"
	"net/url"

	"dagger/python-pipeline/settings"
)

// Names and ports of an app's services.
const (
	Postgres     = settings.PostgresName
	PostgresPort = 5432
	Mailhog      = settings.MailhogName
	MailhogPort  = 1025
	MailhogAPI   = 8025
)

// PostgresPassword is the password of the user postgres. It is not secret: the server
// has only the data of tests, and only the pipeline reaches it.
const PostgresPassword = "postgres"

// databaseVariable is the variable in which most frameworks expect the database's
// address.
const databaseVariable = "DATABASE_URL"

// decideServices notes the services beside the app, and sets the address of its
// database unless the table does.
func (r *reader) decideServices() error {
	p, services := r.plan, r.settings.Services
	hint, driver := r.postgresHint()
	if services.String() == "" {
		if hint != "" {
			r.decide("services", "none; "+hint, driver)
		}
		return nil
	}
	value := services.String()
	if hint != "" {
		value += "; " + hint
	}
	if services.Postgres != nil && !r.setsVariable(databaseVariable) {
		setVariable(&p.RunEnv, databaseVariable, DatabaseURL(fmt.Sprintf("%s:%d", Postgres, PostgresPort), services.Postgres.Databases[0]))
		value += fmt.Sprintf("; %s is set", databaseVariable)
	}
	r.decide("services", value, key("services"))
	return nil
}

// drivers are packages that connect to PostgreSQL.
var drivers = []string{"psycopg", "psycopg-binary", "psycopg-c", "psycopg2", "psycopg2-binary", "asyncpg"}

// postgresHint returns the advice how to run a database, and the place of the driver,
// for an app with a driver in its lock and no address of a database. Both are "" for
// any other app.
func (r *reader) postgresHint() (hint, driver string) {
	found, ok := r.lock.Production.Find(drivers...)
	_, test := r.settings.TestEnv[databaseVariable]
	if !ok || r.settings.Services.Postgres != nil || test || r.setsVariable(databaseVariable) {
		return "", ""
	}
	return "services = { postgres = {} } runs PostgreSQL beside tests and smoke", fmt.Sprintf("%s in %s", found.Name, found.Place)
}

// setsVariable reports whether the table sets a variable for the running app.
func (r *reader) setsVariable(name string) bool {
	_, image := r.settings.Env[name]
	_, run := r.settings.RunEnv[name]
	return image || run
}

// DatabaseURL is the address of a database of the app's PostgreSQL at host, a name and
// a port.
func DatabaseURL(host, database string) string {
	address := url.URL{Scheme: "postgresql", User: url.UserPassword("postgres", PostgresPassword), Host: host, Path: "/" + database}
	return address.String()
}
