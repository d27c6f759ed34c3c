package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

// poetryLocked is a poetry.lock with packages, from line 4 on.
func poetryLocked(packages ...string) string {
	return "[metadata]\nlock-version = \"2.1\"\npython-versions = \"^3.11\"\n" + strings.Join(packages, "")
}

// poetryRelease is a package of a poetry.lock, on 5 lines with one further line.
func poetryRelease(name, groups, more string) string {
	return "[[package]]\nname = \"" + name + "\"\nversion = \"1.0\"\ngroups = [" + groups + "]\nfiles = [{file = \"a.whl\", hash = \"sha256:00\"}]\n" + more + "\n"
}

func TestPoetry(t *testing.T) {
	t.Parallel()
	lock := poetryLocked(
		poetryRelease("Django", `"main", "dev"`, "markers = {main = \"sys_platform == 'linux'\"}"),
		poetryRelease("six", `"main", "docs"`, `markers = {main = "extra == \"x\""}`),
		poetryRelease("idna", `"main", "test"`, `markers = {main = "extra == \"x\" and os_name == \"nt\""}`),
		poetryRelease("pytest", `"dev"`, "[package.source]\ntype = \"legacy\"\nurl = \"https://packages.acme.example/simple\"\nreference = \"acme\""),
		poetryRelease("sphinx", `"docs"`, ""),
		poetryRelease("lark", `"main"`, "[package.source]\ntype = \"url\"\nurl = \"https://example.com/lark.zip\""),
	)
	project := "[tool.poetry.group.docs.dependencies]\n[tool.poetry.dev-dependencies]\n[dependency-groups]\ntest = [\"idna\"]\n"
	got := read(t, files{"pyproject.toml": project, "poetry.lock": lock}, Keys{})
	inputs := []string{"pyproject.toml", "poetry.lock"}
	at := func(line int) source.Place { return source.Place{File: "poetry.lock", Line: line} }
	want := &Lock{
		Others: []Requirement{{Place: at(10), Name: "six"}, {Place: at(31), Name: "sphinx"}},
		File:   "poetry.lock", RequiresPython: ">=3.11,<4", Indexes: []Index{{"acme", "https://packages.acme.example/simple"}},
		Production: Set{From: "group main in poetry.lock", Files: []string{"requirements.txt"}, Inputs: inputs, Hashed: true, Packages: []Requirement{
			{Place: at(4), Name: "django", Hashed: true, text: "Django==1.0"},
			{Place: at(37), Name: "lark", Address: "https://example.com/lark.zip", Hashed: true, text: "lark==1.0"},
		}},
		Development: Set{From: "groups dev, test in poetry.lock", Files: []string{"requirements-dev.txt"}, Inputs: inputs, Groups: []string{"dev", "test"}, Hashed: true, Packages: []Requirement{
			{Place: at(16), Name: "idna", Hashed: true, text: "idna==1.0"}, {Place: at(22), Name: "pytest", Hashed: true, text: "pytest==1.0"},
		}},
	}
	if diff := cmp.Diff(want, got, withoutPythons); diff != "" {
		t.Errorf("lock differs (-want +got):\n%s", diff)
	}
}

// A lock of Poetry 1 does not say which groups need a package; its dependencies do.
func TestLockOfPoetry1(t *testing.T) {
	t.Parallel()
	const project = `[tool.poetry.dependencies]
python = "^3.11"
Flask = {version = "^3", extras = ["Async"]}
redis = {version = "^5", optional = true}
lark = [{version = "1", python = "<3.12"}, {version = "2", python = ">=3.12"}]
[tool.poetry.dev-dependencies]
pytest = "^8"
[tool.poetry.group.docs.dependencies]
sphinx = "*"
`
	packages := []string{
		"name = \"asgiref\"\n[package.dependencies]\ntyping-extensions = {version = \"*\", markers = \"python_version < '3.11'\"}\n[package.extras]\ntests = [\"mypy\"]\n",
		"name = \"flask\"\n[package.dependencies]\nasgiref = {version = \"*\", optional = true}\nJinja2 = \">=3\"\n[package.extras]\nasync = [\"asgiref (>=3.2)\"]\ndotenv = [\"python-dotenv\"]\n",
		"name = \"iniconfig\"\n", "name = \"jinja2\"\n", "name = \"lark\"\n", "name = \"mypy\"\n",
		"name = \"pytest\"\n[package.dependencies]\niniconfig = \"*\"\n",
		"name = \"python-dotenv\"\n", "name = \"redis\"\n", "name = \"sphinx\"\n", "name = \"typing-extensions\"\n",
	}
	for version, files := range map[string]string{"2.0": "files = [{hash = \"sha256:00\"}]\n", "1.1": ""} {
		text, hashes := "", ""
		for _, p := range packages {
			name, more, _ := strings.Cut(p, "\n")
			text += "[[package]]\n" + name + "\nversion = \"1.0\"\n" + files + more
			hashes += strings.TrimPrefix(name, "name = ") + " = [{hash = \"sha256:00\"}]\n"
		}
		text += "[metadata]\nlock-version = \"" + version + "\"\npython-versions = \"^3.11\"\n"
		if files == "" {
			text += "[metadata.files]\n" + hashes
		}
		got := read(t, map[string]string{"pyproject.toml": project, "poetry.lock": text}, Keys{})
		if names := packagesIn(got.Production); names != "asgiref flask jinja2 lark typing-extensions" {
			t.Errorf("lock-version %s: production has %s", version, names)
		}
		if names := packagesIn(got.Development); names != "iniconfig pytest" {
			t.Errorf("lock-version %s: the tests have %s", version, names)
		}
	}
}

func packagesIn(set Set) string {
	var names []string
	for _, p := range set.Packages {
		names = append(names, p.Name)
	}
	return strings.Join(names, " ")
}

func TestPoetryVersions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"^3.11":             ">=3.11,<4",
		"~3.11":             ">=3.11,<3.12",
		"~3":                ">=3,<4",
		"~3.11.2":           ">=3.11.2,<3.12",
		"^3.9.1":            ">=3.9.1,<4",
		"3.11.*":            "==3.11.*",
		"3.11":              "==3.11",
		">=3.9,<4.0":        ">=3.9,<4.0",
		">= 3.9 <4.0":       ">= 3.9,<4.0",
		"~=3.11":            "~=3.11",
		"~2.7 || ^3.8":      ">=3.8,<4",
		">=3.9, !=3.10.*":   ">=3.9,!=3.10.*",
		"*":                 "",
		"":                  "",
		"<3.14 || >=3.14.2": ">=3.14.2",
	} {
		if got := poetryVersions(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestPoetryErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		lock string
		want string
	}{
		{"git", poetryLocked(poetryRelease("core", `"main"`, "[package.source]\ntype = \"git\"\nurl = \"https://example.com/core.git\"")),
			"poetry.lock: line 4: core comes from https://example.com/core.git without a full commit (HEAD)"},
		{"folder", poetryLocked(poetryRelease("core", `"main"`, "[package.source]\ntype = \"directory\"\nurl = \"libs/core\"")), "poetry.lock: line 4: core (libs/core) is not a folder below the app's own; paths are relative to the app's folder, whichever file names them; then run poetry lock"},
		{"file, of the tests", poetryLocked(poetryRelease("core", `"dev"`, "[package.source]\ntype = \"file\"\nurl = \"core.whl\"")), "core (core.whl) is a file, and packages of the source"},
		{"no hash", poetryLocked("[[package]]\nname = \"core\"\nversion = \"1\"\ngroups = [\"main\"]\nfiles = []\n"), "core has no hash"},
		{"marker", poetryLocked(poetryRelease("core", `"main"`, `markers = "os_name"`)), `poetry.lock: line 4: core: "os_name" is not a valid marker`},
		{"of the future", "[metadata]\nlock-version = \"3.0\"\n", "poetry.lock: lock-version \"3.0\" is not one that Poetry 2 reads (1.0, 1.1, and from 2.0 up to 3); run `poetry lock` of Poetry 2"},
		{"nothing", "", `lock-version "" is not one`},
		{"merge conflict", "[metadata]\n=======\n", "poetry.lock: line 2: this is not a valid lock of Poetry ("},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, files{"pyproject.toml": "[tool.poetry.group.dev]\n", "poetry.lock": test.lock}, Keys{}, test.want)
		})
	}
	fails(t, files{"poetry.lock": poetryLocked()}, Keys{}, "poetry.lock: there is no pyproject.toml beside it, without which Poetry cannot check")
	fails(t, files{"poetry.lock": poetryLocked(), "pyproject.toml": ""}, Keys{DevRequirements: []string{"dev.txt"}}, "dev-requirements: poetry.lock has the packages of the tests")
}
