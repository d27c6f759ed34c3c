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
	if services.String() == "" {
		return nil
	}
	value := services.String()
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
