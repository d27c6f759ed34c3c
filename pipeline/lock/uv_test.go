package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

// uvLocked is a uv.lock with this package of the app's own folder, from line 4 on, and more packages.
func uvLocked(root string, more ...string) string {
	return "version = 1\nrequires-python = \">=3.11\"\n\n[[package]]\nname = \"shop\"\nversion = \"1\"\n" + root + "\n" + strings.Join(more, "\n")
}

// uvRelease is a package of an index in a uv.lock, with further lines.
func uvRelease(name, version string, more ...string) string {
	return "[[package]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\nsource = { registry = \"https://packages.acme.example/simple\" }\n" +
		"wheels = [{ url = \"https://packages.acme.example/a.whl\", hash = \"sha256:00\" }]\n" + strings.Join(more, "\n") + "\n"
}

const uvRoot = `source = { editable = "." }
dependencies = [{ name = "django" }, { name = "requests", extra = ["socks"] }]
[package.optional-dependencies]
x = [{ name = "six" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }, { name = "sqlparse" }]
lint = [{ name = "ruff" }]
docs = [{ name = "sphinx" }]
`

// names of the packages of a set.
func (s Set) names() string {
	var all []string
	for _, p := range s.Packages {
		all = append(all, p.text)
	}
	return strings.Join(all, " ")
}

func TestUV(t *testing.T) {
	t.Parallel()
	lock := uvLocked(uvRoot,
		uvRelease("django", "5.2", `dependencies = [{ name = "sqlparse" }, { name = "tzdata", marker = "sys_platform == 'win32'" }]`),
		uvRelease("iniconfig", "2.0"), uvRelease("pysocks", "1.7"), uvRelease("pytest", "8.3", `dependencies = [{ name = "iniconfig" }]`),
		uvRelease("requests", "2.32", "[package.optional-dependencies]", `socks = [{ name = "pysocks" }]`, `other = [{ name = "six" }]`),
		uvRelease("ruff", "0.9"), uvRelease("six", "1.17"), uvRelease("sphinx", "8.0"), uvRelease("sqlparse", "0.5"), uvRelease("tzdata", "2026.1"))
	for name, test := range map[string]struct {
		pyproject               string
		production, development string
		groups                  []string
	}{
		"the group dev":         {"", "django==5.2 pysocks==1.7 requests==2.32 sqlparse==0.5 tzdata==2026.1", "iniconfig==2.0 pytest==8.3", []string{"dev"}},
		"uv's default groups":   {"[tool.uv]\ndefault-groups = [\"Lint\"]\n", "django==5.2 pysocks==1.7 requests==2.32 sqlparse==0.5 tzdata==2026.1", "iniconfig==2.0 pytest==8.3 ruff==0.9", []string{"dev", "lint"}},
		"all groups by default": {"[tool.uv]\ndefault-groups = \"all\"\n", "django==5.2 pysocks==1.7 requests==2.32 sqlparse==0.5 tzdata==2026.1", "iniconfig==2.0 pytest==8.3 ruff==0.9 sphinx==8.0", []string{"dev", "docs", "lint"}},
		"no group by default":   {"[tool.uv]\ndefault-groups = []\n", "django==5.2 pysocks==1.7 requests==2.32 sqlparse==0.5 tzdata==2026.1", "iniconfig==2.0 pytest==8.3", []string{"dev"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, files{"pyproject.toml": test.pyproject, "uv.lock": lock}, Keys{})
			if production, development := got.Production.names(), got.Development.names(); production != test.production || development != test.development {
				t.Errorf("production %s, development %s; want %s, %s", production, development, test.production, test.development)
			}
			if diff := cmp.Diff(test.groups, got.Development.Groups); diff != "" {
				t.Errorf("groups differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUVPlaces(t *testing.T) {
	t.Parallel()
	lock := uvLocked("source = { virtual = \".\" }\ndependencies = [{ name = \"lark\" }, { name = \"idna\" }]\n",
		uvRelease("lark", "1.2"), "[[package]]\nname = \"idna\"\nversion = \"3.10\"\nsource = { url = \"https://example.com/idna.tar.gz\" }\nsdist = { hash = \"sha256:00\" }\n")
	got := read(t, files{"pyproject.toml": "", "uv.lock": lock}, Keys{})
	inputs := []string{"pyproject.toml", "uv.lock"}
	want := &Lock{
		File: "uv.lock", RequiresPython: ">=3.11", Indexes: []Index{{URL: "https://packages.acme.example/simple"}},
		Production: Set{From: "uv.lock", Files: []string{"requirements.txt"}, Inputs: inputs, Hashed: true, Packages: []Requirement{
			{Place: source.Place{File: "uv.lock", Line: 10}, Name: "lark", Hashed: true, text: "lark==1.2"},
			{Place: source.Place{File: "uv.lock", Line: 17}, Name: "idna", Address: "https://example.com/idna.tar.gz", Hashed: true, text: "idna==3.10"},
		}},
		Development: Set{Files: []string{"requirements-dev.txt"}, Inputs: inputs},
	}
	if diff := cmp.Diff(want, got, withoutPythons); diff != "" {
		t.Errorf("lock differs (-want +got):\n%s", diff)
	}
}

// The lock may have several versions of a package, each for other platforms.
func TestUVForks(t *testing.T) {
	t.Parallel()
	lock := uvLocked(`source = { virtual = "." }
dependencies = [{ name = "numpy", version = "1.26" }, { name = "numpy", version = "2.4" }]
[package.dev-dependencies]
dev = [{ name = "numpy", version = "2.3" }]
`, uvRelease("numpy", "1.26"), uvRelease("numpy", "2.3"), uvRelease("numpy", "2.4"))
	got := read(t, files{"pyproject.toml": "", "uv.lock": lock}, Keys{})
	if production, development := got.Production.names(), got.Development.names(); production != "numpy==1.26 numpy==2.4" || development != "numpy==2.3" {
		t.Errorf("production %s, development %s", production, development)
	}
}

func TestUVErrors(t *testing.T) {
	t.Parallel()
	const root = "source = { virtual = \".\" }\ndependencies = [{ name = \"core\" }]\n"
	core := func(fields string) string {
		return uvLocked(root, "[[package]]\nname = \"core\"\nversion = \"1\"\n"+fields+"\n")
	}
	for _, test := range []struct {
		name      string
		pyproject string
		lock      string
		want      string
	}{
		{"git", "", core(`source = { git = "https://example.com/core?rev=v1#00" }`), "uv.lock: line 10: core comes from https://example.com/core without a full commit (00)"},
		{"path", "", core(`source = { editable = "libs/core" }`), "uv.lock: line 10: core (libs/core) is not a folder below the app's own; paths are relative to the app's folder, whichever file names them; then run uv lock"},
		{"folder elsewhere", "", core(`source = { directory = "../core" }`), "uv.lock: line 10: core (../core) lies outside the app's folder, and no other folder takes part in the build; choose the folder above as the source, copy the package into the app's folder, or name a release; then run uv lock"},
		{"wheel", "", core(`source = { path = "core.whl" }`), "core (core.whl) is a file, and packages of the source are built from folders only"},
		{"no hash", "", core("source = { registry = \"https://example.com\" }\nsdist = { url = \"https://example.com/a.zip\" }"), "uv.lock: line 10: core has no hash, so it could be exchanged unnoticed"},
		{"no file", "", core(`source = { registry = "https://example.com" }`), "core has no hash"},
		{"member of a workspace", "[tool.uv.sources]\ncore = { workspace = true }\n", uvLocked(root), "pyproject.toml: [tool.uv.sources]: core: the app is a member of a uv workspace, whose lock is in a folder above it"},
		{"another app", "", "version = 1\n" + uvRelease("lark", "1.2"), "uv.lock: it has no package for the app's own folder; run uv lock there"},
		{"another version of the format", "", "version = 2\n", "uv.lock: version 2 of the format is not supported, only version 1"},
		{"merge conflict", "", "version = 1\n<<<<<<< HEAD\n", "uv.lock: line 2: this is not a valid lock of uv ("},
		{"another type", "", "version = 1\npackage = 1\n", "uv.lock: this is not a valid lock of uv (line 2 (last key \"package\"): incompatible types"},
		{"an invalid pyproject.toml", "[project\n", uvLocked(root), "pyproject.toml: line 2: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, files{"pyproject.toml": test.pyproject, "uv.lock": test.lock}, Keys{}, test.want)
		})
	}
	fails(t, files{"pyproject.toml": "", "uv.lock": uvLocked(root)}, Keys{DevRequirements: []string{"dev.txt"}}, "dev-requirements: uv.lock has the packages of the tests; remove the key")
	fails(t, files{"uv.lock": uvLocked(root)}, Keys{}, "uv.lock: there is no pyproject.toml beside it, without which uv cannot check")
}
