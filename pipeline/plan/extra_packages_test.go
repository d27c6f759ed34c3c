package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/lock"
)

const flaskApp = "from flask import Flask\napp = Flask(__name__)\n"

// A web server that the requirements lack.
func TestExtraPackages(t *testing.T) {
	t.Parallel()
	const hash = " --hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254\n"
	for name, test := range map[string]struct {
		requirements        string
		files, extra        []string
		production, command string
	}{
		"beside loose requirements":       {"flask\n", []string{"requirements.txt", "extra-packages.txt"}, nil, "3 packages, without hashes | requirements.txt", `["gunicorn","--bind","0.0.0.0:8000","app:app"]`},
		"beside requirements with hashes": {"flask==3.1.3" + hash, []string{"requirements.txt"}, []string{"extra-packages.txt"}, "3 packages, hashed | requirements.txt", `["gunicorn","--bind","0.0.0.0:8000","app:app"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, tested(app(files{"": "extra-packages = [\n  \"gunicorn==23.0.0\",\n  \"psycopg[binary, pool] == 3.2.1\",\n]\n", "requirements.txt": test.requirements, "app.py": flaskApp})))
			if diff := cmp.Diff([][]string{test.files, test.extra}, [][]string{plan.Requirements, plan.ExtraRequirements}); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(map[string]string{"extra-packages.txt": "gunicorn==23.0.0\npsycopg[binary, pool] == 3.2.1\n"}, plan.Made); diff != "" {
				t.Errorf("made files differ (-want +got):\n%s", diff)
			}
			for what, want := range map[string]string{
				"requirements":   test.production,
				"extra-packages": `gunicorn==23.0.0, psycopg[binary, pool] == 3.2.1 | the key "extra-packages"`,
			} {
				if got := decision(plan, what); got != want {
					t.Errorf("%s: %q, want %q", what, got, want)
				}
			}
			if got := plan.Command.String(); got != test.command {
				t.Errorf("command %s, want %s", got, test.command)
			}
			if got := plan.Packages[len(plan.Packages)-1].Name; got != "psycopg" {
				t.Errorf("the last package is %s, want psycopg", got)
			}
		})
	}
	fails(t, app(files{"": "extra-packages = [\"Flask==3.0.0\"]\n", "requirements.txt": "flask==3.1.3\n", "app.py": flaskApp}),
		`pyproject.toml: [tool.python-pipeline]: extra-packages: "Flask==3.0.0": production has flask already (requirements.txt: line 1); change it there, or remove it from the key`)
}

// Keys for groups reach the exporter.
func TestGroups(t *testing.T) {
	t.Parallel()
	source := app(files{"": "groups = [\"docs\"]\ndev-groups = []\n", "app.py": "", "pdm.lock": lockedApps[lock.PDM]["pdm.lock"]})
	plan := read(t, source)
	if diff := cmp.Diff([]string{"--group", "docs"}, plan.ExportOptions); diff != "" || len(plan.DevGroups) > 0 {
		t.Errorf("groups of the tests %q, options differ (-want +got):\n%s", plan.DevGroups, diff)
	}
	if got := decision(plan, "requirements"); got != "2 packages, hashed | groups default, docs in pdm.lock" {
		t.Errorf("requirements: %s", got)
	}
	fails(t, app(files{"": "groups = [\"web\"]\n", "app.py": "", "pdm.lock": source["pdm.lock"]}), `pyproject.toml: [tool.python-pipeline]: groups: pdm.lock has no group "web"; it has docs, test`)
}
