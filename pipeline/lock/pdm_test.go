package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

// pdmLocked is a pdm.lock with packages, from line 5 on.
func pdmLocked(packages ...string) string {
	return "[metadata]\ngroups = [\"default\", \"dev\", \"lint\", \"tests\"]\nstrategy = [\"inherit_metadata\"]\ntargets = [{ requires_python = \"~=3.11\" }]\n" + strings.Join(packages, "")
}

// pdmRelease is a package of a pdm.lock, on 5 lines with one further line.
func pdmRelease(name, groups, more string) string {
	return "[[package]]\nname = \"" + name + "\"\nversion = \"1.0\"\ngroups = [" + groups + "]\nfiles = [{file = \"a.whl\", hash = \"sha256:00\"}]\n" + more + "\n"
}

func TestPDM(t *testing.T) {
	t.Parallel()
	lock := pdmLocked(
		pdmRelease("Django", `"default", "dev"`, `marker = "sys_platform == 'linux'"`), pdmRelease("django", `"default"`, `extras = ["argon2"]`),
		pdmRelease("ruff", `"lint"`, ""), pdmRelease("pytest", `"tests"`, ""), pdmRelease("lark", `"default"`, `url = "https://example.com/lark.zip"`),
	)
	project := "[[tool.pdm.source]]\nname = \"acme\"\nurl = \"https://packages.acme.example/simple\"\n"
	got := read(t, files{"pyproject.toml": project, "pdm.lock": lock}, Keys{})
	inputs := []string{"pyproject.toml", "pdm.lock"}
	at := func(line int) source.Place { return source.Place{File: "pdm.lock", Line: line} }
	want := &Lock{
		Others: []Requirement{{Place: at(17), Name: "ruff"}},
		File:   "pdm.lock", RequiresPython: "~=3.11", Indexes: []Index{{"acme", "https://packages.acme.example/simple"}}, IndexesFrom: "pyproject.toml",
		Production: Set{From: "group default in pdm.lock", Files: []string{"requirements.txt"}, Inputs: inputs, Hashed: true, Packages: []Requirement{
			{Place: at(5), Name: "django", Hashed: true, text: "Django==1.0"},
			{Place: at(29), Name: "lark", Address: "https://example.com/lark.zip", Hashed: true, text: "lark==1.0"},
		}},
		Development: Set{From: "groups dev, tests in pdm.lock", Files: []string{"requirements-dev.txt"}, Inputs: inputs, Groups: []string{"dev", "tests"}, Hashed: true, Packages: []Requirement{
			{Place: at(23), Name: "pytest", Hashed: true, text: "pytest==1.0"},
		}},
	}
	if diff := cmp.Diff(want, got, withoutPythons); diff != "" {
		t.Errorf("lock differs (-want +got):\n%s", diff)
	}
}

func TestPDMErrors(t *testing.T) {
	t.Parallel()
	const unknown = "pdm.lock: it does not say which packages production needs; run `pdm lock --strategy inherit_metadata`, and commit the lock"
	for _, test := range []struct {
		name string
		lock string
		want string
	}{
		{"git", pdmLocked(pdmRelease("core", `"default"`, `git = "https://example.com/core.git"`)), "pdm.lock: line 5: core comes from https://example.com/core.git without a full commit (HEAD)"},
		{"folder", pdmLocked(pdmRelease("core", `"default"`, `path = "./core"`)), "pdm.lock: line 5: core (./core) is not a folder below the app's own; paths are relative to the app's folder, whichever file names them; then run pdm lock"},
		{"Mercurial", pdmLocked(pdmRelease("core", `"default"`, `hg = "https://example.com/core"`)), "pdm.lock: line 5: core comes from version control, of which only git is supported; name a release in pyproject.toml and run pdm lock"},
		{"file, of the tests", pdmLocked(pdmRelease("core", `"tests"`, `path = "./core.whl"`)), "core (./core.whl) is a file, and packages of the source"},
		{"file by its address", pdmLocked(pdmRelease("core", `"default"`, `url = "file:///${PROJECT_ROOT}/core.whl"`)), "core (file:///${PROJECT_ROOT}/core.whl) is a file"},
		{"no hash", pdmLocked("[[package]]\nname = \"core\"\nversion = \"1\"\ngroups = [\"default\"]\n"), "core has no hash"},
		{"another strategy", "[metadata]\nstrategy = [\"static_urls\"]\n", unknown},
		{"of an old PDM", "[metadata]\nlock_version = \"4.0\"\n[metadata.files]\n\"lark 1.2\" = [{ hash = \"sha256:00\" }]\n", unknown},
		{"merge conflict", "[metadata]\n=======\n", "pdm.lock: line 2: this is not a valid lock of PDM ("},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, files{"pyproject.toml": "", "pdm.lock": test.lock}, Keys{}, test.want)
		})
	}
	fails(t, files{"pdm.lock": pdmLocked()}, Keys{}, "pdm.lock: there is no pyproject.toml beside it, without which PDM cannot check")
	fails(t, files{"pdm.lock": pdmLocked(), "pyproject.toml": ""}, Keys{DevRequirements: []string{"dev.txt"}}, "dev-requirements: pdm.lock has the packages of the tests")
}
