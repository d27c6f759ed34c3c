package settings

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseReadsEveryKey(t *testing.T) {
	t.Parallel()
	got, err := Parse([]byte(`
[project]
name = "calculator"

[tool.other]
comand = "not ours"

[tool.python-pipeline]
python = "3.13"
lock = "requirements/prod.txt"
variant = "slim"
dev-requirements = ["requirements/dev.txt", "requirements/test.txt"]
index-url = "https://packages.example.com/simple"
extra-index-urls = ["https://more.example.com/simple"]
apt-build = ["libpq-dev", "g++"]
apt-run = ["libpq5=15.14-0+deb12u1"]
apt-test = ["postgresql-client"]
build-env = { SECRET_KEY = "only-for-the-build" }
env = { LANG = "C.UTF-8", TOKENIZERS_PARALLELISM = "false", DB_PASSWORD_FILE = "/run/secrets/db" }
run-env = { ALLOWED_HOSTS = "localhost" }
test-env = { CI = "true" }
command = ["python", "app.py"]
release = ["python", "manage.py", "migrate"]
collectstatic = false
user = "calc"
config = { "config.json" = "CALCULATOR_CONFIG" }
include = ["calculator", "*.py"]
exclude = ["docs", "!docs/api.json"]
writable = ["media", "/var/lib/shop"]
volumes = ["/data", "~/mail"]
volume-mode = "entrypoint"
test-command = "python -m pytest -q"
require-tests = true
test-timeout = "1h30m"
stop-signal = "SIGINT"
port = 8000

[tool.python-pipeline.smoke]
command = "python app.py 1+2"
output = "3"
status = 1
timeout = "1m30s"

[tool.python-pipeline.scan]
severity = "MEDIUM"
ignore-unfixed = false
exit-on-eol = false
ignorefile = "accepted.yaml"

[tool.python-pipeline.services.postgres]
databases = ["shop", "archive"]

[tool.python-pipeline.services.mailhog]
`))
	if err != nil {
		t.Fatal(err)
	}
	port, status, collectstatic := 8000, 1, false
	want := &Settings{
		Python:          "3.13",
		Variant:         "slim",
		Lock:            "requirements/prod.txt",
		DevRequirements: []string{"requirements/dev.txt", "requirements/test.txt"},
		IndexURL:        "https://packages.example.com/simple",
		ExtraIndexURLs:  []string{"https://more.example.com/simple"},
		AptBuild:        []string{"libpq-dev", "g++"},
		AptRun:          []string{"libpq5=15.14-0+deb12u1"},
		AptTest:         []string{"postgresql-client"},
		BuildEnv:        map[string]string{"SECRET_KEY": "only-for-the-build"},
		Env:             map[string]string{"LANG": "C.UTF-8", "TOKENIZERS_PARALLELISM": "false", "DB_PASSWORD_FILE": "/run/secrets/db"},
		RunEnv:          map[string]string{"ALLOWED_HOSTS": "localhost"},
		TestEnv:         map[string]string{"CI": "true"},
		Command:         Exec("python", "app.py"),
		Release:         Exec("python", "manage.py", "migrate"),
		Collectstatic:   &collectstatic,
		User:            "calc",
		Config:          map[string]string{"config.json": "CALCULATOR_CONFIG"},
		Include:         []string{"calculator", "*.py"},
		Exclude:         []string{"docs", "!docs/api.json"},
		Writable:        []string{"media", "/var/lib/shop"},
		Volumes:         []string{"/data", "~/mail"},
		VolumeMode:      VolumesEntrypoint,
		TestCommand:     Shell("python -m pytest -q"),
		RequireTests:    true,
		TestTimeout:     5400e9,
		Smoke:           Smoke{Command: Shell("python app.py 1+2"), Output: "3", Status: &status, Timeout: 90e9},
		Scan:            Scan{Severity: "MEDIUM", Ignorefile: "accepted.yaml"},
		Services: Services{
			Postgres: &Postgres{Version: "15", Databases: []string{"shop", "archive"}},
			Mailhog:  &Mailhog{Version: "v1.0.1", Storage: "memory"},
		},
		StopSignal: "SIGINT",
		Port:       &port,
		Given: []string{"python", "lock", "variant", "dev-requirements", "index-url",
			"extra-index-urls", "apt-build", "apt-run", "apt-test", "build-env", "env", "run-env", "test-env", "command", "release",
			"collectstatic", "user", "config", "include", "exclude", "writable", "volumes", "volume-mode", "test-command", "require-tests", "test-timeout", "stop-signal", "port", "smoke", "scan", "services"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings differ (-want +got):\n%s", diff)
	}
}

func TestParseKeepsDefaults(t *testing.T) {
	t.Parallel()
	for name, pyproject := range map[string]string{
		"no file":                 "",
		"no table":                "[project]\nname = \"x\"\n",
		"empty table":             "[tool.python-pipeline]\n",
		"byte order mark, CRLF":   "\uFEFF[tool.python-pipeline]\r\n",
		"another tool's sections": "[tool.black]\nline-length = 100\n[tool.pytest.ini_options]\naddopts = \"-q\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse([]byte(pyproject))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Default(), got); diff != "" {
				t.Errorf("settings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseKeepsDefaultsOfAnUnfinishedTable(t *testing.T) {
	t.Parallel()
	got, err := Parse([]byte("[tool.python-pipeline]\nsmoke.output = \"ok\"\nport = 0\nrequirements = []\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got.Smoke.Timeout != DefaultSmokeTimeout || got.Smoke.Output != "ok" {
		t.Errorf("smoke = %+v, want output ok within the default time", got.Smoke)
	}
	if got.Port == nil || *got.Port != 0 {
		t.Errorf("port = %v, want 0, which differs from an unset key", got.Port)
	}
	if got.Requirements == nil {
		t.Error("requirements = nil, want an empty list, which differs from an unset key")
	}
}
