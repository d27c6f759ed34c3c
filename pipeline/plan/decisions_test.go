package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	t.Parallel()
	source := calculator()
	source["requirements-dev.txt"] += "-c https://example.com/pins.txt\n"
	want := `name               calculator                                                             from [project] name in pyproject.toml
user               calculator                                                             from the name
python             3.11 (3.11.7 requested; matched by its minor version)                  from .python-version
variant            slim                                                                   from the default
requirements       1 package, without hashes                                              from requirements.txt
dev-requirements   3 packages, without hashes                                             from requirements-dev.txt
command            ["python","app.py"]                                                    from app.py
tests              python -m pytest                                                       from requirements-dev.txt: line 2
coverage           pytest-cov                                                             from requirements-dev.txt: line 3
config             config.json in CALCULATOR_CONFIG                                       from the key "config"
smoke              ["python","app.py","1+2"], exits with 0, prints "3" (within 30s)       from the key "smoke"
scan               HIGH and above stop the image, but not findings without a fix; a secret always does   from the default
apt-run            libpq5                                                                 from the key "apt-run"
build-env          PRIVATE                                                                from the key "build-env"
warning: requirements-dev.txt: line 4: -c https://example.com/pins.txt is not a file of the source: it may change from one build to the next
`
	got := read(t, source).Text()
	// The width of the columns does not matter here.
	squeeze := func(text string) string {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			lines[i] = strings.Join(strings.Fields(line), " ")
		}
		return strings.Join(lines, "\n")
	}
	if diff := cmp.Diff(squeeze(want), squeeze(got)); diff != "" {
		t.Errorf("text differs (-want +got):\n%s", diff)
	}
	lines := strings.Split(got, "\n")
	if at := strings.Index(lines[0], "calculator"); at < 0 || strings.Index(lines[2], "3.11") != at {
		t.Errorf("the values do not stand in one column:\n%s", got)
	}
}

// Text of an app is shown without control characters.
func TestTextIsVisible(t *testing.T) {
	t.Parallel()
	plan := read(t, app(files{
		"Procfile": "web: gunicorn app:app \x1b]0\a\u009b2J\u202e\r\n", "requirements.txt": "gunicorn\n",
		"": "env = { A = \"\\u001b\" }\n", "requirements-dev.txt": "-c http://example.com/\x1b[31m\n",
	}))
	text := plan.Text()
	for _, want := range []string{`gunicorn app:app \x1b]0\a\u009b2J\u202e`, `-c http://example.com/\x1b[31m`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.ContainsAny(text, "\x1b\a\r\u009b\u202e") {
		t.Errorf("it contains control characters: %q", text)
	}
	fails(t, app(files{"requirements.txt": "-e \x1b]0;\u202e\n"}), `requirements.txt: line 1: \x1b]0;\u202e is not a folder below the app's own`)
}

func TestKeysWithoutDetection(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ table, what, want string }{
		{"", "smoke", "the app's command stays up (within 30s) | the default"},
		{`smoke.timeout = "5s"`, "smoke", `the app's command stays up (within 5s) | the key "smoke"`},
		{`smoke.output = "ok"`, "smoke", `the app's command, exits with 0, prints "ok" (within 30s) | the key "smoke"`},
		{`smoke.command = "python app.py 1"` + "\n" + `smoke.status = 3`, "smoke", `python app.py 1, exits with 3 (within 30s) | the key "smoke"`},
		{`port = 8000`, "port", `8000 | the key "port"`},
		{`exclude = ["docs", "*.md"]`, "exclude", `docs, *.md | the key "exclude"`},
		{`variant = "slim"`, "variant", `slim | the key "variant"`},
		{`env = { B = "1", A = "2" }`, "env", `A, B | the key "env"`},
		{`exclude = []`, "exclude", `none | the key "exclude"`},
		{``, "port", ""},
	} {
		t.Run(test.table, func(t *testing.T) {
			t.Parallel()
			plan := read(t, app(files{"": test.table}))
			if got := decision(plan, test.what); got != test.want {
				t.Errorf("decision %q, want %q", got, test.want)
			}
			seen := map[string]bool{}
			for _, d := range plan.Decisions {
				if strings.TrimSpace(d.Value) == "" || seen[d.What] {
					t.Errorf("decision %+v has no value, or appears twice", d)
				}
				seen[d.What] = true
			}
		})
	}
}
