package scripts_test

import "testing"

// poetryApp is an app that needs lark, for its tests idna and iniconfig, six for an extra and sphinx for something else.
// Nobody has the lock's index.
var poetryApp = map[string]string{
	"pyproject.toml": `[project]
name = "shop"
version = "1.0"
requires-python = ">=3.9,<4"
dependencies = ["lark==1.2.2 ; sys_platform == 'linux'"]

[project.optional-dependencies]
x = ["six==1.17.0"]

[tool.poetry]
package-mode = false

[tool.poetry.group.dev.dependencies]
idna = "3.10"

[tool.poetry.group.docs.dependencies]
sphinx = "8.0.2"

[dependency-groups]
test = ["iniconfig==2.1.0"]
`,
	"poetry.lock": fullHashes(`
[[package]]
name = "idna"
version = "3.10"
optional = false
python-versions = ">=3.6"
groups = ["dev"]
files = [{file = "idna-3.10-py3-none-any.whl", hash = "sha256:1"}]

[[package]]
name = "iniconfig"
version = "2.1.0"
optional = false
python-versions = ">=3.8"
groups = ["test"]
files = [{file = "iniconfig-2.1.0-py3-none-any.whl", hash = "sha256:2"}]

[[package]]
name = "lark"
version = "1.2.2"
optional = false
python-versions = ">=3.8"
groups = ["main"]
markers = "sys_platform == \"linux\""
files = [
    {file = "lark-1.2.2-py3-none-any.whl", hash = "sha256:3"},
    {file = "lark-1.2.2.tar.gz", hash = "sha256:4"},
]

[package.source]
type = "legacy"
url = "https://packages.example.com/simple"
reference = "ours"

[[package]]
name = "six"
version = "1.17.0"
optional = true
python-versions = ">=2.7"
groups = ["main"]
markers = "extra == \"x\""
files = [{file = "six-1.17.0-py2.py3-none-any.whl", hash = "sha256:5"}]

[[package]]
name = "sphinx"
version = "8.0.2"
optional = false
python-versions = ">=3.10"
groups = ["docs"]
files = [{file = "sphinx-8.0.2-py3-none-any.whl", hash = "sha256:6"}]

[extras]
x = ["six"]

[metadata]
lock-version = "2.1"
python-versions = ">=3.9,<4"
content-hash = "92ac3f75f34f4598f7ddd5fbf82a0767561263320736ba4bd733a8b980bbf2b5"
`),
}

func TestExportOfPoetry(t *testing.T) {
	t.Parallel()
	const (
		python    = ` ; python_version >= "3.9" and python_version < "4"`
		lark      = "lark==1.2.2" + python + ` and sys_platform == "linux"` + " \\\n    --hash=sha256:3 \\\n    --hash=sha256:4\n"
		idna      = "idna==3.10" + python + " \\\n    --hash=sha256:1\n"
		iniconfig = "iniconfig==2.1.0" + python + " \\\n    --hash=sha256:2\n"
	)
	app := exportRun{exporter: "poetry", tool: tool(t, "poetry"), files: poetryApp}
	for name, test := range map[string]struct {
		groups []string
		want   string
	}{
		"no group":   {nil, ""},
		"two groups": {[]string{"dev", "test"}, idna + iniconfig},
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
		"a stale lock":                 {app.replacing(t, "pyproject.toml", "lark==1.2.2", "lark==1.2.1"), []string{"poetry.lock: it does not match pyproject.toml; run `poetry lock`"}},
		"a pyproject.toml with a typo": {app.replacing(t, "pyproject.toml", "package-mode", "package-mood"), []string{"package-mood", "poetry.lock: Poetry cannot export it; fix the error above"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run.mustFail(t, test.says...)
		})
	}
}
