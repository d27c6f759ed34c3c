package settings

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestServices(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, table string
		want        Services
	}{
		{"none", "", Services{}},
		{"an empty table is enough", `services = { mailhog = {} }`, Services{Mailhog: &Mailhog{"v1.0.1", "memory"}}},
		{"a place for mails", `services.mailhog.storage = "maildir"`, Services{Mailhog: &Mailhog{"v1.0.1", "maildir"}}},
		{"a version, the database of the default", `services.postgres.version = "16.4"`, Services{Postgres: &Postgres{"16.4", []string{"app"}}}},
		{"databases, the version of the default", `services.postgres.databases = ["shop"]`, Services{Postgres: &Postgres{"15", []string{"shop"}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse([]byte("[tool.python-pipeline]\n" + test.table + "\n"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Services); diff != "" {
				t.Errorf("services differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestScriptOfDatabases(t *testing.T) {
	t.Parallel()
	for want, databases := range map[string][]string{
		"": {"app"},
		"CREATE DATABASE \"order\";\nCREATE DATABASE \"archive\";\n": {"app", "order", "archive"},
	} {
		if got := (Postgres{Databases: databases}).Script(); got != want {
			t.Errorf("%v: %q, want %q", databases, got, want)
		}
	}
}
