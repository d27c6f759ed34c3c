package settings

import (
	"strings"
	"testing"
)

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ table, want string }{
		{`python = "3.11.4"`, `python: "3.11.4" is no minor version of Python 3; write it like "3.13"`},
		{`python = "2.7"`, `python: "2.7" is no minor`},
		{`python = ""`, `python: "" is no minor`},
		{`variant = "alpine"`, `variant: "alpine" is not possible; it must be "slim"`},
		{`installer = "conda"`, `installer: "conda" is not possible; it must be "uv" or "pip"`},

		{`requirements = ["../common.txt"]`, `requirements: "../common.txt" lies outside the app's folder`},
		{`requirements = ["a/../../common.txt"]`, `lies outside the app's folder`},
		{`requirements = ["/etc/requirements.txt"]`, `is absolute; name it relative to the app's folder`},
		{`dev-requirements = ["requirements\\dev.txt"]`, `has a backslash; separate folders by /`},
		{`dev-requirements = [""]`, `dev-requirements: "" names no file`},
		{`include = ["../shared"]`, `include: "../shared" lies outside the app's folder`},
		{`include = ["/app"]`, `include: "/app" is absolute`},
		{`exclude = ["[a-"]`, `exclude: "[a-" is no pattern: a bracket is not closed`},
		{`config = { "../config.json" = "CONFIG" }`, `config: "../config.json" lies outside the app's folder`},
		{`config = { "config.json" = "1CONFIG" }`, `config: "config.json": "1CONFIG" is no name of an environment variable`},
		{`config = { "a.json" = "CONFIG", "b.json" = "CONFIG" }`, `config: "a.json" and "b.json" both have the variable CONFIG; give each its own`},
		{"env = { CONFIG = \"x\" }\nconfig = { \"a.json\" = \"CONFIG\" }", `config: "a.json": the variable CONFIG is set by env too; remove it there`},

		{`index-url = "packages.example.com"`, `index-url: "packages.example.com" is no http or https address`},
		{`index-url = "file:///wheels"`, `is no http or https address`},
		{`extra-index-urls = ["https://me:pass@packages.example.com/simple"]`, `extra-index-urls: "https://***@packages.example.com/simple" holds credentials`},

		{`apt-run = ["libpq5; reboot"]`, `apt-run: "libpq5; reboot" is no name of a Debian package`},
		{`apt-build = ["libpq-dev-"]`, `apt-build: "libpq-dev-" is no name of a Debian package`},
		{`apt-test = ["--allow-downgrades"]`, `apt-test: "--allow-downgrades" is no name`},

		{`test-env = { "MY-VAR" = "x" }`, `test-env: "MY-VAR" is no name of an environment variable; use letters, digits and _`},
		{`build-env = { "" = "x" }`, `build-env: "" is no name`},
		{`env = { GITHUB_TOKEN = "x" }`, `env: "GITHUB_TOKEN" looks like a secret, and everyone who has the image can read env; pass it when the app runs, or use build-env`},
		{`env = { db_password = "x" }`, `env: "db_password" looks like a secret`},
		{`env = { PGPASSWORD = "x" }`, `looks like a secret`},
		{`env = { DJANGO_SECRET_KEY = "x" }`, `looks like a secret`},
		{`env = { AWS_SECRET_ACCESS_KEY = "x" }`, `looks like a secret`},
		{`env = { OPENAI_API_KEY = "x" }`, `looks like a secret`},
		{`env = { DATABASE_URL = "postgres://app:pass@db/app" }`, `env: "DATABASE_URL" is an address with a password`},

		{`user = "root"`, `user: "root" must not run an app; name another user`},
		{`user = "Calc"`, `user: "Calc" is no name of a Linux user`},
		{`user = "1calc"`, `is no name of a Linux user`},
		{`user = "` + strings.Repeat("a", 33) + `"`, `is no name of a Linux user`},
		{`user = "backup"`, `user: "backup" is a user or group of Debian's own; name another, such as "backup-app"`},

		{`command = []`, `command names no program`},
		{`command = ""`, `command names no program`},
		{`command = "  "`, `command is empty`},
		{`test-command = "pytest && ruff check"`, `test-command holds "&", but is run as one command with exec`},
		{`smoke.command = [""]`, `smoke.command names no program`},
		{`smoke.status = 256`, `smoke.status 256 is no exit status; it must be 0 to 255`},
		{`stop-signal = "TERM"`, `stop-signal: "TERM" is not possible; it must be "SIGTERM" or "SIGINT"`},
		{`stop-signal = "SIGKILL"`, `stop-signal: "SIGKILL" is not possible`},
		{`port = 80`, `port 80 is open to root only, and the app does not run as root; choose one from 1024 on`},
		{`port = 65536`, `port 65536 does not exist`},
		{`port = -1`, `port -1 does not exist`},
	} {
		t.Run(test.table, func(t *testing.T) {
			t.Parallel()
			_, err := Parse([]byte("[tool.python-pipeline]\n" + test.table + "\n"))
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.HasPrefix(err.Error(), "pyproject.toml: line ") || !strings.Contains(err.Error(), "[tool.python-pipeline]: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q does not place and say %q", err, test.want)
			}
			if strings.Contains(err.Error(), "pass@") {
				t.Errorf("error %q shows a password", err)
			}
		})
	}
}

func TestCheckShowsEveryProblem(t *testing.T) {
	t.Parallel()
	_, err := Parse([]byte("[tool.python-pipeline]\nport = 80\nuser = \"root\"\napt-run = [\"A\", \"B\"]\n"))
	if err == nil {
		t.Fatal("no error")
	}
	if got := strings.Count(err.Error(), "\n") + 1; got != 4 {
		t.Errorf("%d problems, want 4:\n%s", got, err)
	}
}
