package scripts_test

import "testing"

// uvApp is an app that needs lark, for its tests idna, and six for something else. The index of the lock does not exist.
var uvApp = map[string]string{
	"pyproject.toml": `[project]
name = "shop"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["lark==1.2.2; sys_platform == 'linux'"]

[dependency-groups]
dev = ["idna==3.10"]
docs = ["six==1.17.0"]
empty = []

[tool.uv]
default-groups = ["docs"]
`,
	"uv.lock": fullHashes(`version = 1
revision = 3
requires-python = ">=3.9"

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://packages.example.com/simple" }
wheels = [{ url = "https://packages.example.com/idna-3.10-py3-none-any.whl", hash = "sha256:1", size = 1 }]

[[package]]
name = "lark"
version = "1.2.2"
source = { registry = "https://packages.example.com/simple" }
sdist = { url = "https://packages.example.com/lark-1.2.2.tar.gz", hash = "sha256:2", size = 1 }
wheels = [{ url = "https://packages.example.com/lark-1.2.2-py3-none-any.whl", hash = "sha256:3", size = 1 }]

[[package]]
name = "shop"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "lark", marker = "sys_platform == 'linux'" }]

[package.dev-dependencies]
dev = [{ name = "idna" }]
docs = [{ name = "six" }]

[package.metadata]
requires-dist = [{ name = "lark", marker = "sys_platform == 'linux'", specifier = "==1.2.2" }]

[package.metadata.requires-dev]
dev = [{ name = "idna", specifier = "==3.10" }]
docs = [{ name = "six", specifier = "==1.17.0" }]
empty = []

[[package]]
name = "six"
version = "1.17.0"
source = { registry = "https://packages.example.com/simple" }
wheels = [{ url = "https://packages.example.com/six-1.17.0-py2.py3-none-any.whl", hash = "sha256:4", size = 1 }]
`),
}

func TestExportOfUV(t *testing.T) {
	t.Parallel()
	const (
		lark = "lark==1.2.2 ; sys_platform == 'linux' \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n"
		idna = "idna==3.10 \\\n    --hash=sha256:1\n"
		six  = "six==1.17.0 \\\n    --hash=sha256:4\n"
	)
	app := exportRun{exporter: "uv", uv: uv(t), files: uvApp}
	for name, test := range map[string]struct {
		groups []string
		want   string
	}{
		"no group":   {nil, ""},
		"one group":  {[]string{"dev"}, idna},
		"two groups": {[]string{"dev", "docs"}, idna + six},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := app
			run.groups = test.groups
			run.mustMake(t, fullHashes(lark), fullHashes(test.want))
		})
	}
	for name, test := range map[string]struct {
		run  exportRun
		says []string
	}{
		"a dependency more":            {app.replacing(t, "pyproject.toml", "dev = [", `dev = ["six", `), []string{"uv.lock: it does not match pyproject.toml; run `uv lock`"}},
		"another version":              {app.replacing(t, "pyproject.toml", "lark==1.2.2", "lark==1.2.1"), []string{"uv.lock: it does not match pyproject.toml; run `uv lock`"}},
		"a dependency less":            {app.replacing(t, "pyproject.toml", `"six==1.17.0"`, ""), []string{"uv.lock: it does not match pyproject.toml; run `uv lock`"}},
		"an address instead":           {app.replacing(t, "pyproject.toml", `"idna==3.10"`, `"idna @ https://packages.example.com/idna.zip"`), []string{"uv.lock: it does not match pyproject.toml"}},
		"a pyproject.toml with a typo": {app.replacing(t, "pyproject.toml", `"shop"`, `"shop`), []string{"TOML parse error at line 2", "uv cannot check whether it matches pyproject.toml; fix the error above"}},
		"a Python that is not here":    {app.replacing(t, "pyproject.toml", ">=3.9", ">=3.99").replacing(t, "uv.lock", ">=3.9", ">=3.99"), []string{"3.99", "uv cannot check"}},
		"a lock with a broken entry":   {app.replacing(t, "uv.lock", `version = "3.10"`, `version = "x"`), []string{"uv cannot check"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run.mustFail(t, test.says...)
		})
	}
}
