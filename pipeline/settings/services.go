package settings

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Names of the services, in the table and for the app's connections.
const (
	PostgresName = "postgres"
	MailhogName  = "mailhog"
)

// MailhogVersion is the tag of MailHog's image where the table names none.
const MailhogVersion = "v1.0.1"

// The values of services.mailhog.storage.
const (
	MailhogMemory  = "memory"  // mails end with the server
	MailhogMaildir = "maildir" // mails are files on a volume
)

// Services run beside the app during tests, the smoke check and local use. A nil
// service does not run.
type Services struct {
	// Postgres is a PostgreSQL server.
	Postgres *Postgres `toml:"postgres" json:"postgres"`
	// Mailhog is a mail server that shows the mails it receives.
	Mailhog *Mailhog `toml:"mailhog" json:"mailhog"`
}

// Postgres is a PostgreSQL server.
type Postgres struct {
	// Version is the tag of its image, without the distribution.
	Version string `toml:"version" json:"version" doc:"version of PostgreSQL beside tests, release, smoke and up, at the name postgres; [services.postgres] alone is enough to have it"`
	// Databases are created before the first connection. There is at least one.
	Databases []string `toml:"databases" json:"databases" doc:"databases that are created when it starts; DATABASE_URL names the first one unless run-env sets it"`
}

// Script returns the SQL that creates the databases after the first one, which the
// server's image creates itself; "" if there is only one.
func (p Postgres) Script() string {
	var script strings.Builder
	for _, name := range p.Databases[1:] {
		// A name may be a keyword of SQL, such as order, but has no quotes in it.
		fmt.Fprintf(&script, "CREATE DATABASE \"%s\";\n", name)
	}
	return script.String()
}

// Mailhog is a MailHog server.
type Mailhog struct {
	// Version is the tag of its image.
	Version string `toml:"version" json:"version" doc:"version of MailHog beside tests, release, smoke and up, at the name mailhog: mail at port 1025, its API at 8025; [services.mailhog] alone is enough to have it"`
	// Storage is where it keeps mails: one of the Mailhog constants.
	Storage string `toml:"storage" json:"storage" doc:"where it keeps mails: \"memory\", or \"maildir\" for files on a volume, which up keeps"`
}

// defaultServices returns every service with the values of an empty table.
func defaultServices() Services {
	return Services{
		Postgres: &Postgres{Version: "15", Databases: []string{"app"}},
		Mailhog:  &Mailhog{Version: MailhogVersion, Storage: MailhogMemory},
	}
}

// setDefaults sets the keys that the tables of the services leave out.
func (s *Services) setDefaults() {
	defaults := defaultServices()
	if p := s.Postgres; p != nil {
		p.Version = cmp.Or(p.Version, defaults.Postgres.Version)
		if p.Databases == nil {
			p.Databases = defaults.Postgres.Databases
		}
	}
	if m := s.Mailhog; m != nil {
		m.Version = cmp.Or(m.Version, defaults.Mailhog.Version)
		m.Storage = cmp.Or(m.Storage, defaults.Mailhog.Storage)
	}
}

// Names lists the names of the services.
func (s Services) Names() []string {
	var names []string
	if s.Postgres != nil {
		names = append(names, PostgresName)
	}
	if s.Mailhog != nil {
		names = append(names, MailhogName)
	}
	return names
}

// String lists the services with their versions.
func (s Services) String() string {
	var parts []string
	if s.Postgres != nil {
		parts = append(parts, fmt.Sprintf("postgres %s (%s)", s.Postgres.Version, strings.Join(s.Postgres.Databases, ", ")))
	}
	if s.Mailhog != nil {
		text := "mailhog " + s.Mailhog.Version
		if s.Mailhog.Storage == MailhogMaildir {
			text += " (maildir)"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

var (
	servicesType = reflect.TypeFor[Services]()

	postgresPattern = regexp.MustCompile(`^[1-9][0-9]*(\.[0-9]+)*$`)
	databasePattern = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)
)

func (c checker) services(s Services) {
	if p := s.Postgres; p != nil {
		c.value("services.postgres.version", p.Version, postgresVersion)
		seen := map[string]bool{}
		c.each("services.postgres.databases", p.Databases, func(name string) error {
			if seen[name] {
				return errors.New("is listed twice; remove one")
			}
			seen[name] = true
			return databaseName(name)
		})
		if p.Databases != nil && len(p.Databases) == 0 {
			c.add([]string{"services", "postgres", "databases"}, "services.postgres.databases names no database; leave the key out for the one called app")
		}
	}
	if m := s.Mailhog; m != nil {
		c.value("services.mailhog.version", m.Version, versionTag)
		c.value("services.mailhog.storage", m.Storage, oneOf(MailhogMemory, MailhogMaildir))
	}
}

func postgresVersion(value string) error {
	if !postgresPattern.MatchString(value) {
		return errors.New(`is not a valid version of PostgreSQL; write it like "15" or "15.4"`)
	}
	return nil
}

func databaseName(value string) error {
	switch {
	case slices.Contains([]string{"postgres", "template0", "template1"}, value):
		return errors.New("is a database of PostgreSQL's own; name another")
	case !databasePattern.MatchString(value):
		return errors.New("is not a valid name of a database: use up to 63 of a-z, 0-9 and _, the first not a digit")
	}
	return nil
}
