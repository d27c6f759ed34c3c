package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

func TestProcesses(t *testing.T) {
	t.Parallel()
	const procfile = "web: gunicorn app:app\nworker: A=1 python work.py\nrelease: python tables.py\nnightly: python night.py && true\n"
	for _, test := range []struct {
		name, procfile, table string
		want                  map[string]settings.Command
		decided               string
		warnings              []string
	}{
		{"the Procfile's", procfile, "", map[string]settings.Command{"worker": settings.Shell("A=1 python work.py"), "nightly": settings.Shell("python night.py && true")},
			"nightly (python night.py && true), worker (A=1 python work.py) | Procfile", nil},
		{"the key before it", procfile, `processes = { clock = ["python", "work.py"], worker = "python work.py" }`,
			map[string]settings.Command{"clock": settings.Exec("python", "work.py"), "worker": settings.Shell("python work.py")},
			`clock (["python","work.py"]), worker (python work.py) | the key "processes"`, nil},
		{"an empty key", procfile, "processes = {}", map[string]settings.Command{}, "none | the key \"processes\"", nil},
		{"the one that is the app", "worker: python work.py\n", "", nil, "", nil},
		{"web, which the key command replaces", "web: gunicorn app:app\n", `command = "python work.py"`, nil, "", nil},
		{"one that cannot be started", "web: gunicorn app:app\ndev: flask run &\n", "", nil, "", []string{`Procfile: line 2: dev ends with "&", so the shell would end at once, and with it the container; remove it`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, tested(app(files{"Procfile": test.procfile, "": test.table, "work.py": "", "tables.py": ""})))
			if diff := cmp.Diff(test.want, plan.Processes); diff != "" {
				t.Errorf("processes differ (-want +got):\n%s", diff)
			}
			if got := decision(plan, "processes"); got != test.decided {
				t.Errorf("decision %q, want %q", got, test.decided)
			}
			if diff := cmp.Diff(test.warnings, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
	fails(t, app(files{"": `processes.worker = "python work.py"`}), `the key "processes.worker" starts work.py, and the source has no such file`)
}
