package scripts_test

import (
	"regexp"
	"testing"
)

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
	t.Run("a lock of Poetry 1, which names no groups", func(t *testing.T) {
		t.Parallel()
		run := app.replacing(t, "poetry.lock", `lock-version = "2.1"`, `lock-version = "2.0"`)
		run.files["poetry.lock"] = regexp.MustCompile(`(?m)^(groups|markers) = .*\n`).ReplaceAllString(run.files["poetry.lock"], "")
		run.groups = []string{"dev", "test"}
		run.mustMake(t, fullHashes(lark), fullHashes(idna+iniconfig))
	})
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

// The image's Python may have another patch level than the one that the project names, and each package is installed
// all the same.
func TestExportOfPoetryForAPatchLevel(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ versions, hash, want string }{
		"one patch level":               {"==3.11.7", "b973f8bf254c56bbb45be4bd44209a78484023f44493f9cafa8b768734b20cfe", `python_version == "3.11"`},
		"from a patch level on":         {">=3.11.7,<3.13", "03a4c59dd6eb837c96c66f5c548d189e5dc4b739d87192a99edd2ebad0f99dd0", `python_version >= "3.11" and python_version < "3.13"`},
		"from the first patch level on": {">=3.11.0,<3.13.0", "56d2b26c0f8ceb1739befa0b4a79b0288280ed92e825b9bd661683c224449aa2", `python_version >= "3.11" and python_full_version < "3.13.0"`},
		"up to a patch level":           {">=3.9,<3.11.4", "86a70c1fa88fb26b5268ba03ed5d16addaee01efc5b31a462b555e1f2eee4a8f", `python_version >= "3.9" and python_version <= "3.11"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := exportRun{exporter: "poetry", tool: tool(t, "poetry"), files: map[string]string{
				"pyproject.toml": "[project]\nname = \"shop\"\nversion = \"1.0\"\nrequires-python = \"" + test.versions + "\"\ndependencies = [\"lark==1.2.2\"]\n[tool.poetry]\npackage-mode = false\n",
				"poetry.lock": fullHashes(`
[[package]]
name = "lark"
version = "1.2.2"
optional = false
python-versions = ">=3.8.1"
groups = ["main"]
files = [{file = "lark-1.2.2-py3-none-any.whl", hash = "sha256:3"}]

[metadata]
lock-version = "2.1"
python-versions = "` + test.versions + `"
content-hash = "` + test.hash + `"
`),
			}}
			run.mustMake(t, fullHashes("lark==1.2.2 ; "+test.want+" \\\n    --hash=sha256:3\n"), "")
		})
	}
}
