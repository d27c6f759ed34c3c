package plan

import (
	"fmt"
	"maps"
	"net/url"

	"dagger/python-pipeline/settings"
)

// Names and ports at which an app finds its services.
const (
	Postgres     = settings.PostgresName
	PostgresPort = 5432
	Mailhog      = settings.MailhogName
	MailhogPort  = 1025
	MailhogAPI   = 8025
)

// PostgresPassword is that of the user postgres. It is no secret: the server
// has nothing but what tests write, and nobody else reaches it.
const PostgresPassword = "postgres"

// databaseVariable is where most frameworks look for the database's address.
const databaseVariable = "DATABASE_URL"

// decideServices notes what runs beside the app, and tells the app where its
// database is unless the table does.
func (r *reader) decideServices() error {
	p, services := r.plan, r.settings.Services
	p.RunEnv = maps.Clone(r.settings.RunEnv)
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
		if p.RunEnv == nil {
			p.RunEnv = map[string]string{}
		}
		p.RunEnv[databaseVariable] = DatabaseURL(fmt.Sprintf("%s:%d", Postgres, PostgresPort), services.Postgres.Databases[0])
		value += fmt.Sprintf("; %s is set", databaseVariable)
	}
	r.decide("services", value, key("services"))
	return nil
}

// drivers are packages that speak with PostgreSQL.
var drivers = []string{"psycopg", "psycopg-binary", "psycopg-c", "psycopg2", "psycopg2-binary", "asyncpg"}

// postgresHint says what gives an app its database where the lock has a driver
// for one and nothing says where it is, and where the driver is. Both are ""
// for any other app.
func (r *reader) postgresHint() (hint, driver string) {
	found, ok := r.production.find(drivers...)
	_, test := r.settings.TestEnv[databaseVariable]
	if !ok || r.settings.Services.Postgres != nil || test || r.setsVariable(databaseVariable) {
		return "", ""
	}
	return "services = { postgres = {} } runs PostgreSQL beside tests and smoke", fmt.Sprintf("%s in %s", found.name, found.place)
}

// setsVariable tells whether the table sets a variable for the running app.
func (r *reader) setsVariable(name string) bool {
	_, image := r.settings.Env[name]
	_, run := r.settings.RunEnv[name]
	return image || run
}

// DatabaseURL is the address of a database of the app's PostgreSQL, which is
// reached at host, a name and a port.
func DatabaseURL(host, database string) string {
	address := url.URL{Scheme: "postgresql", User: url.UserPassword("postgres", PostgresPassword), Host: host, Path: "/" + database}
	return address.String()
}
