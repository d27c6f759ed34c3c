package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/lock"
)

// pipenv is an app with a Pipfile.lock that has these entries, each on its own line from
// line 5 on, and more files.
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
		LockKind: lock.Pipenv, Lock: "Pipfile.lock", Python: "3.12",
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
	for _, test := range []struct {
		name     string
		more     files
		lock     string
		decided  string
		warnings []string
	}{
		{name: "the only one", lock: "Pipfile.lock", decided: "Pipfile.lock | Pipfile.lock"},
		{name: "before requirements files", more: files{"requirements.txt": ""}, lock: "Pipfile.lock", decided: "Pipfile.lock (not read: requirements files) | Pipfile.lock"},
		{name: "before a later one", more: files{"pylock.toml": ""}, lock: "Pipfile.lock", decided: "Pipfile.lock (not read: pylock.toml) | Pipfile.lock"},
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
	for _, test := range []struct {
		name string
		more files
		want string
	}{
		{"any Python 3", files{"Pipfile.lock": strings.Replace(lockOf(nil, nil), "3.12", "3", 1)}, `python_version in Pipfile.lock: "3" is not a valid version of CPython 3`},
		{"key for a file that is not there", files{"": `lock = "poetry.lock"`}, "pyproject.toml: [tool.python-pipeline]: lock: poetry.lock: no such file"},
		{"key for another file", files{"": `lock = "app.py"`}, "lock: app.py is not a known lock file; name a requirements file (.txt) or one of uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pylock.toml"},
		{"key for the tests", files{"": `dev-requirements = ["dev.txt"]`, "dev.txt": ""}, "dev-requirements: Pipfile.lock has the packages of the tests; remove the key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, pipenv(nil, test.more), test.want)
		})
	}
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
			"3.10 (3.10.4 requested; matched by its minor version) | python_full_version in Pipfile.lock"},
		{"none", files{"Pipfile.lock": requires(`{}`)}, "3.11 | the default"},
		{"a file before it", files{".tool-versions": "python 3.13.1\n"}, "3.13 (3.13.1 requested; matched by its minor version) | .tool-versions"},
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

func TestSourcesOfPipfileLock(t *testing.T) {
	t.Parallel()
	const advice = " is not used, only the default index; name it in PIP_INDEX_URL or the key index-url, or in PIP_EXTRA_INDEX_URL or extra-index-urls if the default one is needed too; credentials belong in the variables"
	warning := func(source string) []string { return []string{"Pipfile.lock: its own source " + source + advice} }
	for _, test := range []struct {
		name, sources, table string
		options              Options
		want                 []string
	}{
		{name: "none"},
		{name: "the environment's", sources: `{"name": "index", "url": "${PIP_INDEX_URL}", "verify_ssl": true}`},
		{name: "the public one, as Pipenv writes it", sources: `{"name": "pypi", "url": "https://pypi.example/simple"}`},
		{name: "one of a company", sources: `{"name": "acme", "url": "https://packages.acme.example/simple"}`,
			want: warning("acme (https://packages.acme.example/simple)")},
		{name: "the public one by its former host", sources: `{"name": "pypi", "url": "https://` + "pypi." + `python.org/simple"}`},
		{name: "one in the place of the public one", sources: `{"name": "pypi", "url": "https://pypi.acme.example/simple"}`,
			want: warning("pypi (https://pypi.acme.example/simple)")},
		{name: "beside the public one", sources: `{"name": "pypi", "url": "https://pypi.example/simple"}, {"name": "acme", "url": "https://packages.acme.example/simple"}`,
			want: warning("acme (https://packages.acme.example/simple)")},
		{name: "with credentials", sources: `{"name": "acme", "url": "https://ann:hunter2@3@packages.acme.example/simple"}`,
			want: warning("acme (https://***@packages.acme.example/simple)")},
		{name: "with credentials of the environment", sources: `{"name": "acme", "url": "https://${USER}:${PASSWORD}@packages.acme.example/simple"}`,
			want: warning("acme (https://***@packages.acme.example/simple)")},
		{name: "the key names it", sources: `{"name": "acme", "url": "https://packages.acme.example/simple"}`, table: `index-url = "https://packages.acme.example/simple"`},
		{name: "the key names it beside another", sources: `{"name": "acme", "url": "https://packages.acme.example/simple"}`, table: `extra-index-urls = ["https://packages.acme.example/simple"]`},
		{name: "the caller names one", sources: `{"name": "acme", "url": "https://packages.acme.example/simple"}`, options: Options{Index: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lock := strings.Replace(lockOf([]string{release("lark")}, nil), `"pipfile-spec": 6`, `"pipfile-spec": 6, "sources": [`+test.sources+`]`, 1)
			plan, err := Read(tested(pipenv(nil, files{"Pipfile.lock": lock, "": test.table})).fs(), test.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}
