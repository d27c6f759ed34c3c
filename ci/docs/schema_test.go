package docs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/xeipuuv/gojsonschema"

	"dagger/python-pipeline/settings"
)

// problems are what the JSON schema finds in a pyproject.toml.
func problems(t *testing.T, pyproject string) string {
	t.Helper()
	file, err := filepath.Abs("../../pipeline/settings/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if _, err := toml.Decode(pyproject, &document); err != nil {
		t.Fatal(err)
	}
	result, err := gojsonschema.Validate(gojsonschema.NewReferenceLoader("file://"+file), gojsonschema.NewGoLoader(document))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, problem := range result.Errors() {
		found = append(found, problem.String())
	}
	return strings.Join(found, "\n")
}

// What the pipeline takes, the schema takes.
func TestSchemaTakes(t *testing.T) {
	t.Parallel()
	sources := map[string]string{
		"nothing":        "",
		"other tables":   "[project]\nname = \"shop\"\n[tool.black]\nline-length = 100\n",
		"an empty table": "[tool.python-pipeline]\n",
		"every kind of key": `[tool.python-pipeline]
python = "3.13"
variant = "slim"
requirements = []
index-url = "HTTPS://index.example/simple"
apt-run = ["libpq5", "curl=8.1-1+deb12u1"]
env = { A = "1" }
command = "gunicorn app:app"
test-command = ["pytest", "-q"]
collectstatic = true
test-timeout = "1h1.5m"
user = "shop_1"
config = { "config.json" = "CONFIG" }
port = 0
stop-signal = "SIGINT"
[tool.python-pipeline.services.postgres]
version = "15.4"
databases = ["shop", "archive"]
[tool.python-pipeline.services.mailhog]
[tool.python-pipeline.smoke]
path = "/health"
headers = { Host = "shop" }
json = { ok = true, nested = { list = [1, "two"] } }
status = 204
timeout = ".5s"
requests = [{ path = "/api", status = 404, json = { a = 1 } }]
[tool.python-pipeline.scan]
severity = "LOW"
ignore-unfixed = false
ignorefile = "accepted.yaml"
`,
		"the highest port":         "[tool.python-pipeline]\nport = 65535\n",
		"exit status of a command": "[tool.python-pipeline]\nsmoke = { command = [\"python\"], status = 3, output = \"a\" }\n",
	}
	apps, err := filepath.Glob("../../sample-app/*/pyproject.toml")
	if err != nil || len(apps) == 0 {
		t.Fatal(apps, err)
	}
	for _, file := range apps {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources[file] = string(content)
	}
	for name, source := range sources {
		if _, err := settings.Parse([]byte(source)); err != nil {
			t.Errorf("%s: the pipeline does not take it: %v", name, err)
		}
		if found := problems(t, source); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
}

// What the schema refuses, the pipeline refuses.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		`pyhton = "3.13"`:                      "tool.python-pipeline: Additional property pyhton is not allowed",
		`installer = "pip"`:                    "tool.python-pipeline: Additional property installer is not allowed",
		`python = 3.13`:                        "tool.python-pipeline.python: Invalid type. Expected: string, given: number",
		`python = "3"`:                         "tool.python-pipeline.python: Does not match pattern",
		`variant = "alpine"`:                   "tool.python-pipeline.variant: tool.python-pipeline.variant must be one of",
		`requirements = "base.txt"`:            "tool.python-pipeline.requirements: Invalid type. Expected: array, given: string",
		`apt-run = ["libpq5-"]`:                "tool.python-pipeline.apt-run.0: Does not match pattern",
		`env = { A = 1 }`:                      "tool.python-pipeline.env.A: Invalid type. Expected: string, given: integer",
		`command = []`:                         "tool.python-pipeline.command: Array must have at least 1 items",
		`command = ["python", 3]`:              "tool.python-pipeline.command.1: Invalid type. Expected: string, given: integer",
		`collectstatic = "no"`:                 "tool.python-pipeline.collectstatic: Invalid type. Expected: boolean, given: string",
		`test-timeout = "5 minutes"`:           "tool.python-pipeline.test-timeout: Does not match pattern",
		`user = "Shop"`:                        "tool.python-pipeline.user: Does not match pattern",
		`port = 80`:                            "tool.python-pipeline.port: Must validate at least one schema",
		`stop-signal = "SIGKILL"`:              "tool.python-pipeline.stop-signal: tool.python-pipeline.stop-signal must be one of",
		`services = { redis = {} }`:            "tool.python-pipeline.services: Additional property redis is not allowed",
		`services.postgres.databases = []`:     "tool.python-pipeline.services.postgres.databases: Array must have at least 1 items",
		`services.postgres.version = "new"`:    "tool.python-pipeline.services.postgres.version: Does not match pattern",
		`smoke = { path = "health" }`:          "tool.python-pipeline.smoke.path: Does not match pattern",
		`smoke = { path = "/", status = 0.5 }`: "tool.python-pipeline.smoke.status: Invalid type. Expected: integer, given: number",
		`smoke = { path = "/", requests = [{ path = "/", body = "a" }] }`: "tool.python-pipeline.smoke.requests.0: Additional property body is not allowed",
		`scan.severity = "high"`: "tool.python-pipeline.scan.severity: tool.python-pipeline.scan.severity must be one of",
	} {
		source := "[tool.python-pipeline]\n" + table + "\n"
		if found := problems(t, source); !strings.Contains(found, want) {
			t.Errorf("%s: got %q, want %q", table, found, want)
		}
		if _, err := settings.Parse([]byte(source)); err == nil {
			t.Errorf("%s: the pipeline takes it", table)
		}
	}
}
