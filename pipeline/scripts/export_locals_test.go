package scripts_test

import "testing"

// Packages that are built from folders or repositories are not among the requirements,
// and need not be there.
func TestExportLeavesOutFolders(t *testing.T) {
	t.Parallel()
	const commit = "0123456789abcdef0123456789abcdef01234567"
	for exporter, test := range map[string]struct {
		files      map[string]string
		production string
	}{
		"uv": {
			files: map[string]string{
				"pyproject.toml": `[project]
name = "shop"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["core", "lark==1.2.2", "member", "rates"]

[dependency-groups]
dev = ["stubs"]

[tool.uv.workspace]
members = ["packages/*"]

[tool.uv.sources]
core = { path = "libs/core", editable = true }
member = { workspace = true }
rates = { git = "https://example.com/rates.git", rev = "v1" }
stubs = { path = "libs/stubs" }

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`,
				"libs/core/pyproject.toml":       "[project]\nname = \"core\"\ndynamic = [\"version\"]\nrequires-python = \">=3.9\"\ndependencies = [\"stubs\"]\n[tool.uv.sources]\nstubs = { path = \"../stubs\" }\n[build-system]\nrequires = []\n",
				"libs/stubs/pyproject.toml":      "[project]\nname = \"stubs\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n[build-system]\nrequires = []\n",
				"packages/member/pyproject.toml": "[project]\nname = \"member\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n",
				"uv.lock": fullHashes(`version = 1
revision = 3
requires-python = ">=3.9"

[manifest]
members = [
    "member",
    "shop",
]

[[package]]
name = "core"
source = { editable = "libs/core" }
dependencies = [{ name = "stubs" }]

[package.metadata]
requires-dist = [{ name = "stubs", directory = "libs/stubs" }]

[[package]]
name = "lark"
version = "1.2.2"
source = { registry = "https://packages.example.com/simple" }
wheels = [{ url = "https://packages.example.com/lark-1.2.2-py3-none-any.whl", hash = "sha256:3", size = 1 }]

[[package]]
name = "member"
version = "1"
source = { editable = "packages/member" }

[[package]]
name = "rates"
version = "1"
source = { git = "https://example.com/rates.git?rev=v1#` + commit + `" }

[[package]]
name = "shop"
version = "1.0"
source = { editable = "." }
dependencies = [{ name = "core" }, { name = "lark" }, { name = "member" }, { name = "rates" }]

[package.dev-dependencies]
dev = [{ name = "stubs" }]

[package.metadata]
requires-dist = [
    { name = "core", editable = "libs/core" },
    { name = "lark", specifier = "==1.2.2" },
    { name = "member", editable = "packages/member" },
    { name = "rates", git = "https://example.com/rates.git?rev=v1" },
]

[package.metadata.requires-dev]
dev = [{ name = "stubs", directory = "libs/stubs" }]

[[package]]
name = "stubs"
version = "1"
source = { directory = "libs/stubs" }
`),
			},
			production: "lark==1.2.2 \\\n    --hash=sha256:3\n",
		},
		"poetry": {
			files: map[string]string{
				"pyproject.toml": `[project]
name = "shop"
version = "1.0"
requires-python = ">=3.9,<4"
dependencies = ["core", "lark==1.2.2", "rates"]

[tool.poetry]
package-mode = false

[tool.poetry.dependencies]
core = { path = "libs/core", develop = true }
rates = { git = "https://example.com/rates.git", rev = "v1" }

[tool.poetry.group.dev.dependencies]
stubs = { path = "libs/stubs" }
`,
				"poetry.lock": fullHashes(`[[package]]
name = "core"
version = "1"
optional = false
python-versions = ">=3.9"
groups = ["main"]
files = []
develop = true

[package.source]
type = "directory"
url = "libs/core"

[[package]]
name = "lark"
version = "1.2.2"
optional = false
python-versions = ">=3.8"
groups = ["main"]
files = [{file = "lark-1.2.2-py3-none-any.whl", hash = "sha256:3"}]

[[package]]
name = "rates"
version = "1"
optional = false
python-versions = ">=3.9"
groups = ["main"]
files = []
develop = false

[package.source]
type = "git"
url = "https://example.com/rates.git"
reference = "v1"
resolved_reference = "` + commit + `"

[[package]]
name = "stubs"
version = "1"
optional = false
python-versions = ">=3.9"
groups = ["dev"]
files = []
develop = false

[package.source]
type = "directory"
url = "libs/stubs"

[metadata]
lock-version = "2.1"
python-versions = ">=3.9,<4"
content-hash = "393b5c566242c64d7466841f19d2974b4726afeca98c6ba7153fff88df3ca9c1"
`),
			},
			production: "lark==1.2.2 ; python_version >= \"3.9\" and python_version < \"4\" \\\n    --hash=sha256:3\n",
		},
		"pdm": {
			files: map[string]string{
				"pyproject.toml": `[project]
name = "shop"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["core @ file:///${PROJECT_ROOT}/libs/core", "lark==1.2.2", "rates @ git+https://example.com/rates.git@v1"]

[tool.pdm.dev-dependencies]
dev = ["-e file:///${PROJECT_ROOT}/libs/stubs#egg=stubs"]

[build-system]
requires = ["pdm-backend"]
build-backend = "pdm.backend"
`,
				"pdm.lock": fullHashes(`[metadata]
groups = ["default", "dev"]
strategy = ["inherit_metadata"]
lock_version = "4.5.0"
content_hash = "sha256:3acbea91f530428302addfd6c629c8392085ed7f88b27c18cf88521bfa211a50"

[[metadata.targets]]
requires_python = ">=3.9"

[[package]]
name = "core"
version = "1"
path = "./libs/core"
groups = ["default"]

[[package]]
name = "lark"
version = "1.2.2"
groups = ["default"]
files = [{file = "lark-1.2.2-py3-none-any.whl", hash = "sha256:3"}]

[[package]]
name = "rates"
version = "1"
git = "https://example.com/rates.git"
ref = "v1"
revision = "` + commit + `"
groups = ["default"]

[[package]]
name = "stubs"
version = "1"
editable = true
path = "./libs/stubs"
groups = ["dev"]
`),
			},
			production: "lark==1.2.2 \\\n    --hash=sha256:3\n",
		},
		"pylock": {
			files: map[string]string{"pylock.toml": fullHashes(`lock-version = "1.0"
created-by = "somebody"
dependency-groups = ["dev"]

[[packages]]
name = "core"
directory = {path = "libs/core", editable = true}

[[packages]]
name = "lark"
version = "1.2.2"
wheels = [{url = "https://packages.example.com/lark-1.2.2-py3-none-any.whl", hashes = {sha256 = "3"}}]

[[packages]]
name = "rates"
vcs = {type = "git", url = "https://example.com/rates.git", commit-id = "` + commit + `"}

[[packages]]
name = "stubs"
marker = "'dev' in dependency_groups"
directory = {path = "libs/stubs"}
`)},
			production: "lark==1.2.2 \\\n    --hash=sha256:3\n",
		},
	} {
		t.Run(exporter, func(t *testing.T) {
			t.Parallel()
			run := exportRun{exporter: exporter, files: test.files, groups: []string{"dev"}}
			if exporter == "uv" {
				run.uv = uv(t)
			} else {
				run.tool = tool(t, exporter)
			}
			run.mustMake(t, fullHashes(test.production), "")
		})
	}
}

// uv cannot compare a lock with a package that it would have to build.
func TestExportOfUVUnchecked(t *testing.T) {
	t.Parallel()
	run := exportRun{exporter: "uv", uv: uv(t), files: uvApp}.
		replacing(t, "pyproject.toml", "dependencies = [\"lark==1.2.2; sys_platform == 'linux'\"]", "dynamic = [\"dependencies\"]\n[build-system]\nrequires = [\"setuptools\"]")
	run.mustFail(t, "uv.lock: ")
	run.options, run.groups = []string{"--unchecked"}, []string{"dev"}
	run.mustMake(t, fullHashes("lark==1.2.2 ; sys_platform == 'linux' \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n"), fullHashes("idna==3.10 \\\n    --hash=sha256:1\n"))
}
