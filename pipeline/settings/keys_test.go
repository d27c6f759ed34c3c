package settings

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKeysAreDocumented(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, key := range Keys() {
		if key.Name == "" || key.Type == "" || key.Default == "" || key.Doc == "" {
			t.Errorf("key %+v lacks something", key)
		}
		if strings.ToLower(key.Name) != key.Name || strings.Contains(key.Name, "_") {
			t.Errorf("key %q is not kebab-case", key.Name)
		}
		if seen[key.Name] {
			t.Errorf("key %q is listed twice", key.Name)
		}
		seen[key.Name] = true
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	want := map[string]Key{
		"python":        {"python", "string", "detected", `Python's minor version, such as "3.13"`},
		"apt-run":       {"apt-run", "list of strings", "[]", "Debian packages that the app needs at run time"},
		"env":           {"env", "table of strings", "{}", "variables of the image; no secrets"},
		"command":       {"command", "string or list of strings", "detected", "what starts the app: a list of arguments, or a line that /bin/sh runs"},
		"require-tests": {"require-tests", "boolean", "false", "refuse an app without tests"},
		"port":          {"port", "integer", "detected", "port the app listens on, 1024 or above; 0 for none"},
		"smoke.status":  {"smoke.status", "integer", "any below 500, or 0", "status of the answer over HTTP, or exit status of the command"},
		"smoke.json":    {"smoke.json", "table", "{}", "values that the JSON of the answer must have; it may have others"},
		"collectstatic": {"collectstatic", "boolean", "detected", "gather Django's static files at build, with build-env; the source's own files in STATIC_ROOT are left out then"},

		"services.postgres.databases": {"services.postgres.databases", "list of strings", `["app"]`, "databases that are created when it starts; DATABASE_URL names the first one unless run-env sets it"},
		"smoke.timeout":               {"smoke.timeout", "duration", `"30s"`, `time limit of the whole check, such as "30s"`},
		"stop-signal":                 {"stop-signal", "string", `"SIGTERM"`, "signal that has to end the app, sent by the smoke check; the image cannot name it, so one other than SIGTERM has to be set where it runs (docker run --stop-signal)"},
	}
	got := map[string]Key{}
	for _, key := range Keys() {
		if _, ok := want[key.Name]; ok {
			got[key.Name] = key
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys differ (-want +got):\n%s", diff)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	port := 8000
	s := &Settings{
		AptRun:   []string{"libpq5", "curl"},
		BuildEnv: map[string]string{"B": "private", "A": "private"},
		Command:  Exec("python", "app.py"),
		Port:     &port,
		Services: Services{Postgres: &Postgres{"15", []string{"shop", "archive"}}, Mailhog: &Mailhog{"v1.0.1", "maildir"}},
	}
	for name, want := range map[string]string{
		"apt-run": "libpq5, curl", "build-env": "A, B", "command": `["python","app.py"]`, "port": "8000",
		"services": "postgres 15 (shop, archive), mailhog v1.0.1 (maildir)", "collectstatic": "",
		"require-tests": "false", "unknown": "",
	} {
		if got := s.Text(name); got != want {
			t.Errorf("Text(%q) = %q, want %q", name, got, want)
		}
	}
	if got := Default().Text("port"); got != "" {
		t.Errorf("port that is not set = %q", got)
	}
}

func TestSettingsSurviveJSON(t *testing.T) {
	t.Parallel()
	want, err := Parse([]byte("[tool.python-pipeline]\ncommand = \"python app.py\"\ntest-command = [\"pytest\"]\nport = 0\nrelease = \"python manage.py migrate\"\ncollectstatic = true\n" +
		"smoke = { path = \"/\", timeout = \"5s\", status = 204, headers = { Host = \"shop\" }, json = { ok = true } }\nservices = { postgres = {} }\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got := &Settings{}
	if err := json.Unmarshal(text, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings differ after JSON (-want +got):\n%s", diff)
	}
}
