package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pipenv is an app with a Pipfile.lock that has these entries, each on a line
// of its own from line 5 on, and more files on top.
func pipenv(production []string, more files) files {
	source := files{"Pipfile": "", "Pipfile.lock": lockOf(production, nil), "app.py": ""}
	for name, text := range app(more) {
		if _, asked := more[name]; asked || name == "pyproject.toml" {
			source[name] = text
		}
	}
	return source
}

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
	plan := read(t, tested(files{
		"Pipfile":      "",
		"Pipfile.lock": lockOf([]string{release("Django"), release("psycopg_c")}, []string{release("pytest"), release("pytest-django")}),
		"app.py":       "",
		"Procfile":     "web: gunicorn shop.wsgi\n",
	}))
	got := Plan{
		LockKind: plan.LockKind, Lock: plan.Lock, Python: plan.Python,
		Requirements: plan.Requirements, Inputs: plan.Inputs, Packages: plan.Packages, Hashed: plan.Hashed,
		DevRequirements: plan.DevRequirements, DevInputs: plan.DevInputs, DevPackages: plan.DevPackages, DevHashed: plan.DevHashed,
	}
	want := Plan{
		LockKind: LockPipenv, Lock: "Pipfile.lock", Python: "3.12",
		Requirements: []string{"requirements.txt"}, Inputs: []string{"Pipfile", "Pipfile.lock"}, Hashed: true,
		Packages:        []Package{{"django", "Pipfile.lock", 5}, {"psycopg-c", "Pipfile.lock", 6}},
		DevRequirements: []string{"requirements-dev.txt"}, DevInputs: []string{"Pipfile", "Pipfile.lock"}, DevHashed: true,
		DevPackages: []Package{{"pytest", "Pipfile.lock", 8}, {"pytest-django", "Pipfile.lock", 8}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan differs (-want +got):\n%s", diff)
	}
	for what, want := range map[string]string{
		"python":           "3.12 | python_version in Pipfile.lock",
		"lock":             "Pipfile.lock | Pipfile.lock",
		"requirements":     "2 packages, hashed | default in Pipfile.lock",
		"dev-requirements": "2 packages, hashed | develop in Pipfile.lock",
		"tests":            "python -m pytest | Pipfile.lock: line 8",
	} {
		if got := decision(plan, what); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
}

func TestChoiceOfLock(t *testing.T) {
	t.Parallel()
	const unread = " is not supported yet, so Pipfile.lock was taken; make sure that they agree, or remove one"
	for _, test := range []struct {
		name     string
		more     files
		lock     string
		decided  string
		warnings []string
	}{
		{name: "the only one", lock: "Pipfile.lock", decided: "Pipfile.lock | Pipfile.lock"},
		{name: "before requirements files", more: files{"requirements.txt": ""}, lock: "Pipfile.lock", decided: "Pipfile.lock (not read: requirements files) | Pipfile.lock"},
		{name: "after one that cannot be read", more: files{"uv.lock": ""}, lock: "Pipfile.lock", decided: "Pipfile.lock (not read: uv.lock) | Pipfile.lock",
			warnings: []string{"uv.lock" + unread}},
		{name: "before one that cannot be read", more: files{"pylock.toml": ""}, lock: "Pipfile.lock", decided: "Pipfile.lock (not read: pylock.toml) | Pipfile.lock"},
		{name: "the key for it", more: files{"": `lock = "Pipfile.lock"`, "uv.lock": ""}, lock: "Pipfile.lock", decided: `Pipfile.lock (not read: uv.lock) | the key "lock"`},
		{name: "the key for a requirements file", more: files{"": `lock = "./locked.txt"`, "locked.txt": ""}, lock: "locked.txt", decided: `./locked.txt | the key "lock"`},
		{name: "the key requirements", more: files{"": `requirements = ["a.txt", "b.txt"]`, "a.txt": "", "b.txt": ""}, lock: "a.txt"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, tested(pipenv([]string{release("lark")}, test.more)))
			if got := decision(plan, "lock"); plan.Lock != test.lock || got != test.decided {
				t.Errorf("lock %q, decision %q; want %q, %q", plan.Lock, got, test.lock, test.decided)
			}
			if diff := cmp.Diff(test.warnings, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPipenvErrors(t *testing.T) {
	t.Parallel()
	with := func(lock string) files { return files{"Pipfile.lock": lock} }
	entry := func(fields string) files {
		return with(lockOf([]string{release("lark"), `"shop": {` + fields + `}`}, nil))
	}
	for _, test := range []struct {
		name string
		more files
		want string
	}{
		{"no hash", entry(`"version": "==1.0"`), "Pipfile.lock: line 6: shop has no hash, so it could be exchanged unnoticed; name a release of an index in the Pipfile and run pipenv lock"},
		{"git", entry(`"git": "https://example.com/shop.git", "ref": "abc"`), "Pipfile.lock: line 6: shop comes from version control and cannot have a hash; name a release"},
		{"git, editable", entry(`"git": "https://example.com/shop.git", "editable": true`), "shop comes from version control"},
		{"path", entry(`"path": ".", "editable": true`), "Pipfile.lock: line 6: shop is a path: installing sees the lock only, not the source; remove it from the Pipfile"},
		{"file", entry(`"file": "file:///wheels/shop.whl"`), "shop is a path"},
		{"editable", entry(`"editable": true`), "shop is an editable install"},
		{"development", with(lockOf(nil, []string{`"tool": {"version": "==1"}`})), "Pipfile.lock: line 7: tool has no hash"},
		{"no JSON", with("[packages]\n"), "Pipfile.lock: line 1: this is no lock of Pipenv's ("},
		{"nothing", with(""), "Pipfile.lock: line 1: this is no lock of Pipenv's (EOF); make it anew: pipenv lock"},
		{"cut off", with("{\n\"default\": {\n"), "Pipfile.lock: line 2: this is no lock of Pipenv's ("},
		{"another JSON", with("{}"), `this is no lock of Pipenv's (it has no section "default")`},
		{"a list", with("[]"), "([ where an object should be)"},
		{"merge conflict", with("{\n<<<<<<< HEAD\n}"), "Pipfile.lock: line 2: this is no lock"},
		{"any Python 3", with(strings.Replace(lockOf(nil, nil), "3.12", "3", 1)), `python_version in Pipfile.lock: "3" is no version of CPython 3`},
		{"key for the tests", files{"": `dev-requirements = ["dev.txt"]`, "dev.txt": ""}, "dev-requirements: Pipfile.lock says what the tests need (develop); remove the key"},
		{"key for a file that is not there", files{"": `lock = "poetry.lock"`}, "pyproject.toml: [tool.python-pipeline]: lock: poetry.lock: no such file"},
		{"key for a format that cannot be read", files{"": `lock = "uv.lock"`, "uv.lock": ""}, "uv.lock: this lock format is not supported yet; export it: uv export"},
		{"key for another file", files{"": `lock = "app.py"`}, "lock: app.py is no lock file that is known; name a requirements file (.txt) or one of uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pylock.toml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, pipenv(nil, test.more), test.want)
		})
	}
	fails(t, files{"Pipfile.lock": lockOf(nil, nil), "app.py": ""}, "Pipfile.lock: there is no Pipfile beside it")
}

func TestPythonOfPipenv(t *testing.T) {
	t.Parallel()
	requires := func(text string) string {
		return strings.Replace(lockOf(nil, nil), `{"python_version": "3.12"}`, text, 1)
	}
	for _, test := range []struct {
		name string
		more files
		want string
	}{
		{"the full version before the minor one", files{"Pipfile.lock": requires(`{"python_version": "3.10", "python_full_version": "3.10.4"}`)},
			"3.10 (3.10.4 asked; matched by its minor version) | python_full_version in Pipfile.lock"},
		{"none", files{"Pipfile.lock": requires(`{}`)}, "3.11 | the default"},
		{"a file before it", files{".tool-versions": "python 3.13.1\n"}, "3.13 (3.13.1 asked; matched by its minor version) | .tool-versions"},
		{"before requires-python", files{"pyproject.toml": "[project]\nrequires-python = \">=3.11\"\n"}, "3.12 | python_version in Pipfile.lock"},
		{"not when something else is installed", files{"": `lock = "requirements.txt"`, "requirements.txt": ""}, "3.11 | the default"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := decision(read(t, pipenv(nil, test.more)), "python"); got != test.want {
				t.Errorf("python %q, want %q", got, test.want)
			}
		})
	}
}
