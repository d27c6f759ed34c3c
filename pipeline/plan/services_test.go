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
				t.Errorf("warnings %q: the app may not need a database", plan.Warnings)
			}
		})
	}
}

func TestReleaseAndServices(t *testing.T) {
	t.Parallel()
	const procfile = "release: python manage.py migrate\n"
	for _, test := range []struct{ name, procfile, table, what, want string }{
		{"Procfile", procfile, "", "release", "python manage.py migrate | release in Procfile"},
		{"the key before it", procfile, `release = ["python", "release.py"]`, "release", `["python","release.py"] | the key "release"`},
		{"none", "web: python app.py\n", "", "release", ""},
		{"services", "", `services = { postgres = { databases = ["shop", "archive"] }, mailhog = {} }`, "services", `postgres 15 (shop, archive), mailhog v1.0.1; DATABASE_URL is set | the key "services"`},
		{"services, with an address of the app's own", "", "services = { postgres = {} }\nrun-env = { DATABASE_URL = \"x\" }", "services", `postgres 15 (app) | the key "services"`},
		{"mail alone", "", "services = { mailhog = {} }", "services", `mailhog v1.0.1 | the key "services"`},
		{"writable", "", `writable = ["media", "/data"]`, "writable", `media, /data | the key "writable"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, app(files{"Procfile": test.procfile, "": test.table, "manage.py": "", "release.py": ""}))
			if got := decision(plan, test.what); got != test.want {
				t.Errorf("decision %q, want %q", got, test.want)
			}
			if test.what == "release" && plan.Release.IsZero() == (test.want != "") {
				t.Errorf("release %q", plan.Release)
			}
		})
	}
	fails(t, app(files{"Procfile": "release: python a.py &\n"}), `Procfile: line 1: release ends with "&"`)
}
