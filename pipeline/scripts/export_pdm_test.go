package scripts_test

import "testing"

// pdmApp is an app that needs lark with an extra, for its tests idna and iniconfig, and six for something else. Nobody has
// its index.
var pdmApp = map[string]string{
	"pyproject.toml": `[project]
name = "shop"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["lark[regex]==1.2.2; sys_platform == 'linux'"]

[dependency-groups]
dev = ["idna==3.10"]
docs = ["six==1.17.0"]

[[tool.pdm.source]]
name = "ours"
url = "https://packages.example.com/simple"

[tool.pdm.dev-dependencies]
test = ["iniconfig==2.1.0"]
`,
	"pdm.lock": fullHashes(`[metadata]
groups = ["default", "dev", "docs", "test"]
strategy = ["inherit_metadata"]
lock_version = "4.5.0"
content_hash = "sha256:4e7b22c24d9efd928a19769014bffadc6942ff19ee156b4951d49ebf3986d62d"

[[metadata.targets]]
requires_python = ">=3.9"

[[package]]
name = "idna"
version = "3.10"
groups = ["dev"]
files = [{file = "idna-3.10-py3-none-any.whl", hash = "sha256:1"}]

[[package]]
name = "iniconfig"
version = "2.1.0"
groups = ["test"]
files = [{file = "iniconfig-2.1.0-py3-none-any.whl", hash = "sha256:2"}]

[[package]]
name = "lark"
version = "1.2.2"
groups = ["default"]
marker = "sys_platform == \"linux\""
files = [
    {file = "lark-1.2.2-py3-none-any.whl", hash = "sha256:3"},
    {file = "lark-1.2.2.tar.gz", hash = "sha256:4"},
]

[[package]]
name = "lark"
version = "1.2.2"
extras = ["regex"]
groups = ["default"]
marker = "sys_platform == \"linux\""
dependencies = ["lark==1.2.2", "regex"]
files = [
    {file = "lark-1.2.2-py3-none-any.whl", hash = "sha256:3"},
    {file = "lark-1.2.2.tar.gz", hash = "sha256:4"},
]

[[package]]
name = "regex"
version = "2025.7.34"
groups = ["default"]
files = [{file = "regex-2025.7.34.tar.gz", hash = "sha256:5"}]

[[package]]
name = "six"
version = "1.17.0"
groups = ["docs"]
files = [{file = "six-1.17.0-py2.py3-none-any.whl", hash = "sha256:6"}]
`),
}

func TestExportOfPDM(t *testing.T) {
	t.Parallel()
	const (
		hashes     = "; sys_platform == \"linux\" \\\n    --hash=sha256:3 \\\n    --hash=sha256:4\n"
		production = "lark[regex]==1.2.2" + hashes + "regex==2025.7.34 \\\n    --hash=sha256:5\n"
		tests      = "idna==3.10 \\\n    --hash=sha256:1\niniconfig==2.1.0 \\\n    --hash=sha256:2\n"
	)
	app := exportRun{exporter: "pdm", tool: tool(t, "pdm"), files: pdmApp}
	for name, test := range map[string]struct {
		groups []string
		want   string
	}{
		"no group":   {nil, ""},
		"two groups": {[]string{"dev", "test"}, tests},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := app
			run.groups = test.groups
			run.mustMake(t, fullHashes(production), fullHashes(test.want))
		})
	}
	// The addresses of a lock that has them do not matter.
	withURLs := app.replacing(t, "pdm.lock", `"inherit_metadata"`, `"inherit_metadata", "static_urls"`).replacing(t, "pdm.lock", `{file = "`, `{url = "https://packages.example.com/`)
	withURLs.mustMake(t, fullHashes(production), "")
	for name, test := range map[string]struct {
		run  exportRun
		says []string
	}{
		"a lock of another PDM":        {app.replacing(t, "pdm.lock", "4.5.0", "9.0"), []string{"Lockfile is not compatible with PDM", "pdm.lock: PDM cannot check"}},
		"a stale lock":                 {app.replacing(t, "pyproject.toml", "idna==3.10", "idna==3.9"), []string{"pdm.lock: it does not match pyproject.toml; run `pdm lock`"}},
		"a pyproject.toml with a typo": {app.replacing(t, "pyproject.toml", `"shop"`, `"shop`), []string{"line 2", "pdm.lock: PDM cannot check whether it matches pyproject.toml; fix the error above"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run.mustFail(t, test.says...)
		})
	}
}
