package plan

import "testing"

func TestDriverWithoutDatabase(t *testing.T) {
	t.Parallel()
	const hint = "services = { postgres = {} } runs PostgreSQL beside tests and smoke"
	for _, test := range []struct{ name, requirements, table, want string }{
		{"no driver", "lark\n", "", ""},
		{"a driver", "lark\npsycopg[binary]\n", "", "none; " + hint + " | psycopg in requirements.txt: line 2"},
		{"another driver", "psycopg2-binary\n", "", "none; " + hint + " | psycopg2-binary in requirements.txt: line 1"},
		{"mail alone", "psycopg2\n", "services = { mailhog = {} }", "mailhog v1.0.1; " + hint + ` | the key "services"`},
		{"the service", "psycopg\n", "services = { postgres = {} }", `postgres 15 (app); DATABASE_URL is set | the key "services"`},
		{"a database of the tests' own", "psycopg\n", `test-env = { DATABASE_URL = "postgresql://db.acme.example/shop" }`, ""},
		{"a database of the app's own", "psycopg\n", `run-env = { DATABASE_URL = "sqlite://" }`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, tested(app(files{"requirements.txt": test.requirements, "": test.table})))
			if got := decision(plan, "services"); got != test.want {
				t.Errorf("decision %q, want %q", got, test.want)
			}
			if len(plan.Warnings) > 0 {
				t.Errorf("warnings %q: it may well need none", plan.Warnings)
			}
		})
	}
}
