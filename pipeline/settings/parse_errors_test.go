package settings

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, table string // the table begins on line 2
		want        []string
	}{
		{"a slip of the pen", `comand = "x"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "comand"; did you mean "command"?`}},
		{"an underscore", `test_command = "x"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "test_command"; did you mean "test-command"?`}},
		{"case counts", `Python = "3.13"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "Python"; did you mean "python"?`}},
		{"near nothing", `colour = "red"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "colour"`}},
		{"a key that is gone", `installer = "pip"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "installer"; uv always installs the requirements: remove the key`}},
		{"in a table", "[tool.python-pipeline.smoke]\noutptu = \"x\"", []string{
			`pyproject.toml: line 3: [tool.python-pipeline]: unknown key "smoke.outptu"; did you mean "smoke.output"?`}},
		{"in an inline table", `smoke = { timeuot = "3s" }`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "smoke.timeuot"; did you mean "smoke.timeout"?`}},
		{"in a service", "[tool.python-pipeline.services.postgres]\ndatabase = [\"shop\"]", []string{
			`pyproject.toml: line 3: [tool.python-pipeline]: unknown key "services.postgres.database"; did you mean "services.postgres.databases"?`}},
		{"a service with a slip", `services.postgers.version = "15"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown service "postgers"; known are postgres, mailhog; did you mean "services.postgres"?`}},
		{"a service that is not known", "[tool.python-pipeline.services.elasticsearch]\nversion = \"8\"", []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown service "elasticsearch"; known are postgres, mailhog`}},
		{"string for a service", `services.postgres = "15"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: services.postgres is a string ("15"); it must be a table`}},
		{"string for a boolean that may be unsaid", `collectstatic = "no"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: collectstatic is a string ("no"); it must be a boolean`}},
		{"in a table of a list", `smoke = { path = "/", requests = [{ pth = "/" }] }`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "smoke.requests.pth"; did you mean "smoke.requests.path"?`}},
		{"string for a request", `smoke = { path = "/", requests = ["/"] }`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: smoke.requests[0] is a string ("/"); it must be a table`}},
		{"string for what the answer holds", `smoke = { path = "/", json = "ok" }`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: smoke.json is a string ("ok"); it must be a table`}},
		{"all at once", "comand = 1\nport = 80\nuesr = \"x\"\npython = 3.13", []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: unknown key "comand"; did you mean "command"?`,
			`pyproject.toml: line 4: [tool.python-pipeline]: unknown key "uesr"; did you mean "user"?`,
			`pyproject.toml: line 5: [tool.python-pipeline]: python is a float (3.13); it must be a string, in quotes`}},

		{"integer for a command", `command = 3`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: command is an integer (3); it must be a string or list of strings`}},
		{"integer in a command", `command = ["sleep", 3]`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: command[1] is an integer (3); it must be a string`}},
		{"string for an integer", `port = "8000"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: port is a string ("8000"); it must be an integer`}},
		{"string for a list", `apt-run = "libpq5"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: apt-run is a string ("libpq5"); it must be a list of strings`}},
		{"list for a string", `user = ["calc"]`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: user is a list; it must be a string`}},
		{"string for a boolean", `require-tests = "yes"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: require-tests is a string ("yes"); it must be a boolean`}},
		{"integer for a variable", `env = { WORKERS = 2 }`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: env.WORKERS is an integer (2); it must be a string`}},
		{"list for a table", `env = ["A=1"]`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: env is a list; it must be a table of strings`}},
		{"a dot without quotes", "[tool.python-pipeline.config]\nconfig.json = \"CONFIG\"", []string{
			`pyproject.toml: line 3: [tool.python-pipeline]: config.config is a table; it must be a string; a name with a dot is written in quotes`}},
		{"integer for a time", `smoke.timeout = 30`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: smoke.timeout is an integer (30); it must be a duration`}},
		{"time without a unit", `smoke.timeout = "30"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: smoke.timeout: "30" is not a valid duration; write a number with its unit, such as "30s"`}},
		{"no time at all", `smoke.timeout = "0s"`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: smoke.timeout: "0s" is not above zero`}},
		{"date for a string", `python = 2024-01-01`, []string{
			`pyproject.toml: line 2: [tool.python-pipeline]: python is a date or time; it must be a string`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse([]byte("[tool.python-pipeline]\n" + test.table + "\n"))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseErrorsOfTheWholeFile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, pyproject, want string }{
		{"no TOML", "[tool.python-pipeline]\npython = \n", `pyproject.toml: line 2: `},
		{"a value for the table", "[tool]\npython-pipeline = 3\n", `pyproject.toml: [tool.python-pipeline] is an integer (3); it must be a table`},
		{"a list of tables", "[[tool.python-pipeline]]\n", `pyproject.toml: [tool.python-pipeline] is a list; it must be a table`},
		{"a misnamed table", "[tool.python_pipeline]\n", `pyproject.toml: unknown table [tool.python_pipeline]; did you mean [tool.python-pipeline]?`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse([]byte(test.pyproject))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error %v, want %s…", err, test.want)
			}
		})
	}
}
