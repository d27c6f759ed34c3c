package scripts_test

import "testing"

// A member of a workspace whose root is no project gets what it needs itself, and its own
// groups.
func TestExportMember(t *testing.T) {
	t.Parallel()
	uv, err := tools.UV()
	if err != nil {
		t.Fatal(err)
	}
	member := func(name, more string) string {
		return "[project]\nname = \"" + name + "\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n" + more + "[build-system]\nrequires = []\n"
	}
	exportRun{
		exporter: "uv", uv: uv, options: []string{"--package", "api"}, groups: []string{"dev"},
		files: map[string]string{
			"pyproject.toml":              "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n",
			"packages/api/pyproject.toml": member("api", "dependencies = [\"lib\"]\n[dependency-groups]\ndev = [\"idna==3.10\"]\n[tool.uv.sources]\nlib = { workspace = true }\n"),
			"packages/lib/pyproject.toml": member("lib", "dependencies = [\"lark==1.2.2\"]\n"),
			"packages/web/pyproject.toml": member("web", "dependencies = [\"six==1.17.0\"]\n[dependency-groups]\ndev = [\"six==1.17.0\"]\n"),
			"uv.lock": fullHashes(`version = 1
revision = 3
requires-python = ">=3.9"

[manifest]
members = ["api", "lib", "web"]

[[package]]
name = "api"
version = "1"
source = { editable = "packages/api" }
dependencies = [{ name = "lib" }]

[package.dev-dependencies]
dev = [{ name = "idna" }]

[package.metadata]
requires-dist = [{ name = "lib", editable = "packages/lib" }]

[package.metadata.requires-dev]
dev = [{ name = "idna", specifier = "==3.10" }]

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://packages.example.com/simple" }
wheels = [{ url = "https://packages.example.com/idna-3.10-py3-none-any.whl", hash = "sha256:1", size = 1 }]

[[package]]
name = "lark"
version = "1.2.2"
source = { registry = "https://packages.example.com/simple" }
wheels = [{ url = "https://packages.example.com/lark-1.2.2-py3-none-any.whl", hash = "sha256:2", size = 1 }]

[[package]]
name = "lib"
version = "1"
source = { editable = "packages/lib" }
dependencies = [{ name = "lark" }]

[package.metadata]
requires-dist = [{ name = "lark", specifier = "==1.2.2" }]

[[package]]
name = "six"
version = "1.17.0"
source = { registry = "https://packages.example.com/simple" }
wheels = [{ url = "https://packages.example.com/six-1.17.0-py3-none-any.whl", hash = "sha256:3", size = 1 }]

[[package]]
name = "web"
version = "1"
source = { editable = "packages/web" }
dependencies = [{ name = "six" }]

[package.dev-dependencies]
dev = [{ name = "six" }]

[package.metadata]
requires-dist = [{ name = "six", specifier = "==1.17.0" }]

[package.metadata.requires-dev]
dev = [{ name = "six", specifier = "==1.17.0" }]
`),
		},
	}.mustMake(t, fullHashes("lark==1.2.2 \\\n    --hash=sha256:2\n"), fullHashes("idna==3.10 \\\n    --hash=sha256:1\n"))
}
