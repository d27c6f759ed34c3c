package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStopOfUWSGI(t *testing.T) {
	t.Parallel()
	const (
		die   = "UWSGI_DIE_ON_TERM"
		mercy = "UWSGI_WORKER_RELOAD_MERCY"
		dies  = "SIGTERM alone reloads uWSGI"
		waits = "uWSGI waits a minute for a worker, and containers are killed after 10 seconds"
		both  = die + "=1, " + mercy + "=8: " + dies + "; " + waits + " | "
	)
	set := map[string]string{die: "1", mercy: "8"}
	for _, test := range []struct {
		name    string
		source  files
		env     map[string]string
		decided string
	}{
		{"another server", shop([]string{"gunicorn"}, nil), nil, ""},
		{"uWSGI", shop([]string{"uwsgi"}, files{"uwsgi.ini": ""}), set, both + "uWSGI in Pipfile.lock: line 6"},
		{"uWSGI by a command", app(files{"": `command = "/venv/bin/uwsgi --http :8000"`}), set, both + "the command"},
		{"uWSGI, with a variable of the app's own", shop([]string{"uwsgi"}, files{"uwsgi.ini": "", "": `env = { UWSGI_DIE_ON_TERM = "0" }`}),
			map[string]string{die: "0", mercy: "8"}, mercy + "=8: " + waits + " | uWSGI in Pipfile.lock: line 6"},
		{"uWSGI, with an option in its file", shop([]string{"uwsgi"}, files{"uwsgi.ini": "[uwsgi]\nworker-reload-mercy = 3\n"}),
			map[string]string{die: "1"}, die + "=1: " + dies + " | uWSGI in Pipfile.lock: line 6"},
		{"uWSGI, with both in its file", shop([]string{"uwsgi"}, files{"uwsgi.ini": "[uwsgi]\ndie-on-term=true\nworker-reload-mercy=3\n"}), nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, test.source)
			if diff := cmp.Diff(test.env, plan.Env); diff != "" {
				t.Errorf("variables differ (-want +got):\n%s", diff)
			}
			if got := decision(plan, "stop"); got != test.decided {
				t.Errorf("decision %q, want %q", got, test.decided)
			}
		})
	}
}
