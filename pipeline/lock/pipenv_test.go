package lock

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

// lockOf is a Pipfile.lock with these entries for production, each on its own line from
// line 5 on, and those for development.
func lockOf(production, development []string) string {
	return fmt.Sprintf(`{
    "_meta": {"hash": {"sha256": "00"}, "pipfile-spec": 6, "requires": {"python_version": "3.12"}},
    "docs": {"sphinx": {"version": "==8"}},
    "default": {
%s
    },
    "develop": {%s}
}
`, strings.Join(production, ",\n"), strings.Join(development, ","))
}

// release is an entry of a lock.
func release(name string) string {
	return fmt.Sprintf(`"%s": {"hashes": ["sha256:00"], "index": "pypi", "markers": "python_version >= '3.8'", "version": "==1.0"}`, name)
}

func TestPipenv(t *testing.T) {
	t.Parallel()
	lock := strings.Replace(lockOf([]string{release("Django"), release("psycopg_c")}, []string{release("pytest")}), `"pipfile-spec": 6`, `"sources": [{"name": "acme", "url": "https://packages.acme.example/simple"}]`, 1)
	got := read(t, files{"Pipfile": "", "Pipfile.lock": lock}, Keys{})
	inputs := []string{"Pipfile", "Pipfile.lock"}
	at := func(line int) source.Place { return source.Place{File: "Pipfile.lock", Line: line} }
	want := &Lock{
		File: "Pipfile.lock",
		Production: Set{From: "default in Pipfile.lock", Files: []string{"requirements.txt"}, Inputs: inputs, Hashed: true, Packages: []Requirement{
			{Place: at(5), Name: "django", Hashed: true, text: "Django==1.0"}, {Place: at(6), Name: "psycopg-c", Hashed: true, text: "psycopg_c==1.0"},
		}},
		Development: Set{From: "develop in Pipfile.lock", Files: []string{"requirements-dev.txt"}, Inputs: inputs, Groups: []string{"develop"}, Hashed: true, Packages: []Requirement{
			{Place: at(8), Name: "pytest", Hashed: true, text: "pytest==1.0"},
		}},
		Python: "3.12", PythonFrom: "python_version in Pipfile.lock",
		Indexes: []Index{{"acme", "https://packages.acme.example/simple"}},
	}
	if diff := cmp.Diff(want, got, withoutPythons); diff != "" {
		t.Errorf("lock differs (-want +got):\n%s", diff)
	}
}

// The tests run with what ships.
func TestPipenvWithTwoVersions(t *testing.T) {
	t.Parallel()
	newer := strings.Replace(release("click"), "1.0", "8.2.1", 1)
	got := read(t, files{"Pipfile": "", "Pipfile.lock": lockOf([]string{newer, release("six")}, []string{release("click"), release("six")})}, Keys{})
	want := []string{"the tests get the versions that ship, not those of the section develop: click==1.0 (Pipfile.lock: line 8); `pipenv lock` makes the sections agree"}
	if diff := cmp.Diff(want, got.Development.Notes); diff != "" {
		t.Errorf("notes differ (-want +got):\n%s", diff)
	}
}

func TestPipenvErrors(t *testing.T) {
	t.Parallel()
	entry := func(fields string) string {
		return lockOf([]string{release("lark"), `"shop": {` + fields + `}`}, nil)
	}
	for _, test := range []struct {
		name string
		lock string
		want string
	}{
		{"no hash", entry(`"version": "==1.0"`), "Pipfile.lock: line 6: shop has no hash, so it could be exchanged unnoticed; name a release of an index in the Pipfile and run pipenv lock"},
		{"git", entry(`"git": "https://example.com/shop.git", "ref": "abc"`), "Pipfile.lock: line 6: shop comes from https://example.com/shop.git without a full commit (abc)"},
		{"git, editable", entry(`"git": "https://example.com/shop.git", "editable": true`), "shop comes from https://example.com/shop.git without a full commit (HEAD)"},
		{"path", entry(`"path": ".", "editable": true`), "Pipfile.lock: line 6: shop (.) is not a package: the folder has neither pyproject.toml nor setup.py; add one, or remove the path; then run pipenv lock"},
		{"file", entry(`"file": "file:///wheels/shop.whl"`), "shop (file:///wheels/shop.whl) is an absolute path"},
		{"editable", entry(`"editable": true`), "shop has no version; name a release in the Pipfile and run pipenv lock"},
		{"development", lockOf(nil, []string{`"tool": {"version": "==1"}`}), "Pipfile.lock: line 7: tool has no hash"},
		{"no JSON", "[packages]\n", "Pipfile.lock: line 1: this is not a valid lock of Pipenv ("},
		{"nothing", "", "Pipfile.lock: line 1: this is not a valid lock of Pipenv (EOF); make it again: pipenv lock"},
		{"cut off", "{\n\"default\": {\n", "Pipfile.lock: line 2: this is not a valid lock of Pipenv ("},
		{"another JSON", "{}", `this is not a valid lock of Pipenv (it has no section "default")`},
		{"a list", "[]", "([ where an object should be)"},
		{"merge conflict", "{\n<<<<<<< HEAD\n}", "Pipfile.lock: line 2: this is not a valid lock"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, files{"Pipfile": "", "Pipfile.lock": test.lock}, Keys{}, test.want)
		})
	}
	fails(t, files{"Pipfile": "", "Pipfile.lock": lockOf(nil, nil)}, Keys{DevRequirements: []string{"dev.txt"}}, "dev-requirements: Pipfile.lock has the packages of the tests; remove the key")
	fails(t, files{"Pipfile.lock": lockOf(nil, nil)}, Keys{}, "Pipfile.lock: there is no Pipfile beside it")
}
