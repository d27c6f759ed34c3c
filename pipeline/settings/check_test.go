package settings

import (
	"strings"
	"testing"
)

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ table, want string }{
		{`python = "3.11.4"`, `python: "3.11.4" is not a minor version of Python 3; write it like "3.13"`},
		{`python = "2.7"`, `python: "2.7" is not a minor`},
		{`python = ""`, `python: "" is not a minor`},
		{`version = "latest"`, `version: "latest" is not a valid version of a Python package; write it like "1.2.3"`},
		{`version = "1.2-final"`, `version: "1.2-final" is not a valid version`},
		{`variant = "alpine"`, `variant: "alpine" is not a valid value; it must be "slim"`},

		{`requirements = ["../common.txt"]`, `requirements: "../common.txt" lies outside the app's folder`},
		{`requirements = ["a/../../common.txt"]`, `lies outside the app's folder`},
		{`requirements = ["/etc/requirements.txt"]`, `is absolute; name it relative to the app's folder`},
		{`dev-requirements = ["requirements\\dev.txt"]`, `has a backslash; separate folders by /`},
		{`extra-packages = ["gunicorn"]`, `extra-packages: "gunicorn" is not pinned to a version; write it like "gunicorn==23.0.0"`},
		{`extra-packages = ["gunicorn>=23"]`, `is not pinned to a version`},
		{`extra-packages = ["gunicorn==23.*"]`, `is not pinned to a version`},
		{`extra-packages = ["gunicorn==23.0.0 --hash=sha256:00"]`, `is not pinned to a version`},
		{`extra-packages = ["./libs/core"]`, `is not pinned to a version`},
		{`groups = ["web servers"]`, `groups: "web servers" is not a valid name of a group or an extra`},
		{`extras = ["--all"]`, `extras: "--all" is not a valid name of a group or an extra`},
		{`dev-groups = [""]`, `dev-groups: "" is not a valid name of a group or an extra`},
		{`dev-requirements = [""]`, `dev-requirements: "" names no file`},
		{`include = ["../shared"]`, `include: "../shared" lies outside the app's folder`},
		{`include = ["/app"]`, `include: "/app" is absolute`},
		{`exclude = ["[a-"]`, `exclude: "[a-" is not a valid pattern: a bracket is not closed`},
		{`config = { "../config.json" = "CONFIG" }`, `config: "../config.json" lies outside the app's folder`},
		{`config = { "/etc/shadow" = "CONFIG" }`, `config: "/etc/shadow" is absolute; name it relative to the app's folder`},
		{`config = { "config.json" = "1CONFIG" }`, `config: "config.json": "1CONFIG" is not a valid name of an environment variable`},
		{`config = { "a.json" = "CONFIG", "b.json" = "CONFIG" }`, `config: "a.json" and "b.json" both have the variable CONFIG; give each its own`},
		{"env = { CONFIG = \"x\" }\nconfig = { \"a.json\" = \"CONFIG\" }", `config: "a.json": the variable CONFIG is set by env too; remove it there`},

		{`index-url = "packages.example.com"`, `index-url: "packages.example.com" is not an http or https address`},
		{`index-url = "file:///wheels"`, `is not an http or https address`},
		{`extra-index-urls = ["https://me:pass@packages.example.com/simple"]`, `extra-index-urls: "https://***@packages.example.com/simple" holds credentials`},
		{`index-url = "https://me:a/pass@packages.example.com/simple"`, `index-url: "https://***@packages.example.com/simple" is not an http or https address`},
		{`extra-index-urls = "https://me:pass@packages.example.com/simple"`, `extra-index-urls is a string ("https://***@packages.example.com/simple"); it must be a list of strings`},

		{`apt-run = ["libpq5; reboot"]`, `apt-run: "libpq5; reboot" is not a valid name of a Debian package`},
		{`apt-build = ["libpq-dev-"]`, `apt-build: "libpq-dev-" is not a valid name of a Debian package`},
		{`apt-test = ["--allow-downgrades"]`, `apt-test: "--allow-downgrades" is not a valid name`},

		{`test-env = { "MY-VAR" = "x" }`, `test-env: "MY-VAR" is not a valid name of an environment variable; use letters, digits and _`},
		{`build-env = { "" = "x" }`, `build-env: "" is not a valid name`},
		{`env = { GITHUB_TOKEN = "x" }`, `env: "GITHUB_TOKEN" looks like a secret, and everyone who has the image can read env; pass it when the app runs, or use build-env`},
		{`env = { db_password = "x" }`, `env: "db_password" looks like a secret`},
		{`env = { PGPASSWORD = "x" }`, `looks like a secret`},
		{`env = { DJANGO_SECRET_KEY = "x" }`, `looks like a secret`},
		{`env = { AWS_SECRET_ACCESS_KEY = "x" }`, `looks like a secret`},
		{`env = { OPENAI_API_KEY = "x" }`, `looks like a secret`},
		{`env = { DATABASE_URL = "postgres://app:pass@db/app" }`, `env: "DATABASE_URL" is an address with a password`},
		{`env = { DATABASE_URL = "postgres://app:a/pass@db/app" }`, `env: "DATABASE_URL" is an address with a password`},

		{`user = "root"`, `user: "root" must not run an app; name another user`},
		{`user = "Calc"`, `user: "Calc" is not a valid name of a Linux user`},
		{`user = "1calc"`, `is not a valid name of a Linux user`},
		{`user = "` + strings.Repeat("a", 33) + `"`, `is not a valid name of a Linux user`},
		{`user = "backup"`, `user: "backup" is a user or group of Debian's own; name another, such as "backup-app"`},

		{`command = []`, `command names no program`},
		{`command = ""`, `command names no program`},
		{`command = "  "`, `command is empty`},
		{`test-command = "pytest &"`, `test-command ends with "&", so the shell would end at once`},
		{`scan.severity = "high"`, `scan.severity: "high" is not a valid value; it must be "CRITICAL" or "HIGH" or`},
		{`scan.ignorefile = "../accepted.yaml"`, `scan.ignorefile: "../accepted.yaml" lies outside the app's folder`},
		{`smoke.command = [""]`, `smoke.command names no program`},
		{`smoke.status = 256`, `smoke.status 256 is not a valid exit status; it must be 0 to 255`},
		{`smoke = { path = "health" }`, `smoke.path: "health" does not begin with one /; name the path alone`},
		{`smoke = { path = "" }`, `smoke.path: "" does not begin with one /`},
		{`smoke = { path = "//example.com/" }`, `smoke.path: "//example.com/" does not begin with one /`},
		{`smoke = { path = "/a b" }`, `smoke.path: "/a b" has a character that is not allowed in a request`},
		{`smoke = { path = "/größe?a=%20" }`, `smoke.path: "/größe?a=%20" has letters that are not allowed in a request; write "/gr%C3%B6%C3%9Fe?a=%20"`},
		{`smoke = { path = "/", requests = [{ path = "/é" }] }`, `smoke.requests[0].path: "/é" has letters that are not allowed in a request; write "/%C3%A9"`},
		{`smoke = { path = "/", headers = { X-Name = "Łódź" } }`, `smoke.headers: "X-Name" has letters in its value that are not allowed in a header`},
		{`smoke = { path = "/%zz" }`, `smoke.path: "/%zz" is not a valid path of a request`},
		{`smoke = { path = "/", command = "true" }`, `smoke.path and smoke.command exclude each other`},
		{`smoke = { path = "/", output = "3" }`, `smoke.path and smoke.output exclude each other`},
		{`smoke = { path = "/", status = 0 }`, `smoke.status 0 is not a valid HTTP status; it must be 200 to 599`},
		{`smoke = { headers = { Host = "shop" } }`, `smoke.headers belongs to a request; add smoke.path = "/"`},
		{`smoke = { json = { ok = true } }`, `smoke.json belongs to a request`},
		{`smoke = { requests = [{ path = "/" }] }`, `smoke.requests belongs to a request`},
		{`smoke = { path = "/", requests = [{ path = "/" }, { path = "api" }] }`, `smoke.requests[1].path: "api" does not begin with one /`},
		{`smoke = { path = "/", requests = [{ status = 200 }] }`, `smoke.requests[0].path: "" does not begin with one /`},
		{"[[tool.python-pipeline.smoke.requests]]\npath = \"/\"\nstatus = 99\n[tool.python-pipeline.smoke]\npath = \"/\"", `smoke.requests[0].status 99 is not a valid HTTP status`},
		{`smoke = { path = "/", headers = { "Host:" = "shop" } }`, `smoke.headers: "Host:" is not a valid name of a header`},
		{`smoke = { path = "/", headers = { Host = "a\nb" } }`, `smoke.headers: "Host" has a line break`},
		{`smoke = { path = "/", json = { since = [2024-01-01] } }`, `smoke.json holds a date or time, which JSON does not have; write it as a string`},
		{`smoke = { path = "/", json = { a = { b = nan } } }`, `smoke.json holds NaN, which JSON does not have`},

		{`lock = "../Pipfile.lock"`, `lock: "../Pipfile.lock" lies outside the app's folder`},
		{"lock = \"Pipfile.lock\"\nrequirements = [\"a.txt\"]", `lock and requirements both say what is installed; remove one`},
		{`processes = { web = "gunicorn app" }`, `processes: "web" is what the key command says; remove one`},
		{`processes = { "Work er" = "python work.py" }`, `processes: "Work er" is not a valid name of a process; use up to 32 of a-z`},
		{`processes = { worker = "python work.py &" }`, `processes.worker ends with "&"`},
		{`processes = { worker = [] }`, `processes.worker names no program`},
		{`processes = { worker = 3 }`, `processes.worker is an integer (3); it must be a string or list of strings`},
		{`release = "TABLES=all"`, `release names no program`},
		{`release = []`, `release names no program`},
		{`services.postgres.version = "fifteen"`, `services.postgres.version: "fifteen" is not a valid version of PostgreSQL; write it like "15"`},
		{`services.postgres.version = ""`, `services.postgres.version: "" is not a valid version`},
		{`services.postgres.databases = []`, `services.postgres.databases names no database`},
		{`services.postgres.databases = ["shop", "shop"]`, `services.postgres.databases: "shop" is listed twice`},
		{`services.postgres.databases = ["postgres"]`, `"postgres" is a database of PostgreSQL's own`},
		{`services.postgres.databases = ["my-shop"]`, `"my-shop" is not a valid name of a database`},
		{`services.mailhog.version = "latest"`, `services.mailhog.version: "latest" stands for another image every few weeks; name a version`},
		{`services.mailhog.storage = "mongodb"`, `services.mailhog.storage: "mongodb" is not a valid value; it must be "memory" or "maildir"`},
		{`services.mailhog.version = "a b"`, `"a b" is not a valid tag of an image: use letters`},
		{`writable = ["../media"]`, `writable: "../media" lies outside the app's folder`},
		{`writable = ["media/../.."]`, `writable: "media/../.." lies outside the app's folder`},
		{`writable = ["."]`, `writable: "." is the app's own folder, whose code must not be writable`},
		{`writable = ["/app/"]`, `writable: "/app/" is the app's own folder`},
		{`writable = [""]`, `writable: "" names no file`},
		{`writable = ["/"]`, `writable: "/" is a folder of the system; name one in it, such as "/data"`},
		{`writable = ["/var/lib"]`, `writable: "/var/lib" is a folder of the system; name one in it, such as "/var/lib/data"`},
		{`writable = ["/data/../etc/ssl"]`, `writable: "/data/../etc/ssl" is or lies in /etc, which the app must not change`},
		{`writable = ["/venv/lib"]`, `is or lies in /venv`},
		{`writable = ["/tmp/prometheus"]`, `writable: "/tmp/prometheus" is or lies in /tmp, which the app may write anyway; let it make its folder there when it starts, or name another folder, such as "/var/lib/app"`},
		{`writable = ["/tmp"]`, `is or lies in /tmp`},
		{`writable = ["/var/tmp/uploads"]`, `is or lies in /var/tmp, which the app may write anyway`},
		{`writable = ["/run/shop"]`, `is or lies in /run, which is made anew whenever a system starts`},
		{`writable = ["/var/run/shop"]`, `is or lies in /var/run`},
		{`writable = ["/root/.cache"]`, `is or lies in /root, which is open to root alone, and the app does not run as root`},
		{`writable = ["/dev/shm/shop"]`, `is or lies in /dev, which the app must not change`},
		{`writable = ["/var/mail/shop"]`, `is or lies in /var/mail, which has rights of its own`},
		{`writable = ["/config"]`, `is or lies in /config`},
		{`volumes = ["data"]`, `volumes: "data" is neither absolute nor below the user's home; write "/data" or "~/data"`},
		{`volumes = ["~/"]`, `volumes: "~/" is the user's whole home; name a folder in it, such as "~/data"`},
		{`volumes = ["~/../data"]`, `volumes: "~/../data" leads out of the user's home`},
		{`volumes = ["~"]`, `volumes: "~" is neither absolute nor below the user's home`},
		{`volumes = ["/data/../etc"]`, `volumes: "/data/../etc" is or lies in /etc, which the app must not change`},
		{`volumes = ["/my data"]`, `volumes: "/my data" has a colon, a comma or a blank`},
		{`volumes = ["/app"]`, `volumes: "/app" is the app's own folder, whose code must not be writable`},
		{"volumes = [\"/data\\t\"]", `is not a valid path`},
		{`volume-mode = "rootless"`, `volume-mode: "rootless" is not a valid value; it must be "owned" or "entrypoint" or "root" or "none"`},
		{`stop-signal = "TERM"`, `stop-signal: "TERM" is not a valid value; it must be "SIGTERM" or "SIGINT"`},
		{`stop-signal = "SIGKILL"`, `stop-signal: "SIGKILL" is not a valid value`},
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
				t.Errorf("error %q lacks the place or the text %q", err, test.want)
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
