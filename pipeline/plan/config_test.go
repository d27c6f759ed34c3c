package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConfigFileBase(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"config.json": "config.json", "conf/prod/uwsgi.ini": "uwsgi.ini"} {
		if got := (ConfigFile{Path: path}).Base(); got != want {
			t.Errorf("%s lies as %s below /config, want %s", path, got, want)
		}
	}
}

func TestConfig(t *testing.T) {
	t.Parallel()
	plan := read(t, app(files{"": `config = { "b/z.ini" = "Z", "./a.json" = "A" }`, "a.json": "", "b/z.ini": ""}))
	want := []ConfigFile{{"a.json", "A"}, {"b/z.ini", "Z"}}
	if diff := cmp.Diff(want, plan.Config); diff != "" {
		t.Errorf("config differs (-want +got):\n%s", diff)
	}
	if got := decision(plan, "config"); got != `a.json in A, b/z.ini in Z | the key "config"` {
		t.Errorf("decision %q", got)
	}
	fails(t, app(files{"": `config = { "a/uwsgi.ini" = "A", "b/uwsgi.ini" = "B" }`, "a/uwsgi.ini": "", "b/uwsgi.ini": ""}),
		"pyproject.toml: [tool.python-pipeline]: config: a/uwsgi.ini and b/uwsgi.ini have the same file name; rename one")
	fails(t, app(files{"": `config = { "a.json" = "A" }`}), "pyproject.toml: [tool.python-pipeline]: config: a.json: no such file")
	fails(t, app(files{"": `config = { "a/c.json" = "A", "b/c.json" = "B" }`, "a/c.json": "", "b/c.json": ""}), "config: a/c.json and b/c.json have the same file name; rename one")
	fails(t, app(files{"": `config = { "conf" = "A" }`, "conf/a.json": ""}), "config: conf: no such file")
}
