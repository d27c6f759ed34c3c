package plan

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/printable"
)

// checkPlan reads a source with a file of any content. The result is a printable error,
// or a plan that JSON does not change.
func checkPlan(t *testing.T, source files) {
	t.Helper()
	plan, err := Read(source.fs(), Options{Name: "shop", Now: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		if plan != nil || strings.TrimSpace(err.Error()) == "" || printable.Text(err.Error()) != err.Error() {
			t.Errorf("the error %q, and a plan: %t", err, plan != nil)
		}
		return
	}
	encoded, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	var again Plan
	if err := json.Unmarshal(encoded, &again); err != nil {
		t.Fatal(err)
	}
	if shown := plan.Text(); printable.Text(shown) != shown || again.Text() != shown {
		t.Errorf("the plan\n%q\nand after encoding it as JSON\n%q", shown, again.Text())
	}
	if err := plan.Command.Check(); err != nil {
		t.Errorf("the command %s: %v", plan.Command, err)
	}
	for _, input := range plan.Inputs {
		_, made := plan.Made[input]
		if _, ok := source[input]; !ok && !made {
			t.Errorf("%q is an input, and is missing", input)
		}
	}
}

func FuzzRequirements(f *testing.F) {
	for _, seed := range []string{
		"lark==1.2.2 \\\n    --hash=sha256:00\nidna\n", "-r requirements.txt\n", "-c other.txt\n-rother.txt\n", "-e .\n", "./wheel.whl\n", "-r ../other.txt\n", "--hash=sha256:0\n",
		"name @ https://user:pass@example.com/a.whl#sha256=00\n", "git+https://example.com/a@v1#egg=a\n", "Django[argon2] >= 4 ; python_version < '3.11' # why\n",
		"--require-hashes\na==1\n", "\ufeffa\r\n", "\xff\xfea\x00\n\x00", "\xfe\xff\x00a", "\\\n\\\n\\\n", strings.Repeat("\\\n", 10_000), strings.Repeat("[", 10_000), "a\x1b[31m\u202e==1\n", "-\n--\n-r\n-c=\n",
		"gunicorn\nflask\n", "uwsgi\ndjango\n", "pytest\nuvicorn\nfastapi\n", "#    pip-compile --generate-hashes requirements.in\na==1\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkPlan(t, app(files{"requirements.txt": text, "other.txt": "idna\n"}))
	})
}

func FuzzProject(f *testing.F) {
	for _, seed := range []struct{ pyproject, setup string }{
		{"[project]\nname = \"a\"\ndependencies = [\"a\", \"b @ git+https://example.com/b@main\", \"c @ ./c\"]\n[project.optional-dependencies]\ntest = [\"a[test,dev]\"]\n", ""},
		{"[dependency-groups]\ndev = [{include-group = \"dev\"}, 1, [], {}]\n[project]\n", ""},
		{"[project]\ndependencies = [\"a\"]\n[tool.uv.sources]\na = [[[]]]\n", ""},
		{"[project]\ndynamic = [\"dependencies\", 1]\n[build-system]\nbuild-backend = 1\n", "setup(\n"},
		{"", "setup(install_requires=[\"a\", 'b', extras_require={\"test\": [\"c\"}, console_scripts=['a=b:c']"},
		{"[tool.poetry]\npackages = [{include = 1}, 2]\nscripts = 1\n[build-system]\nbuild-backend = \"poetry.core\"\n", "install_requires = setup("},
	} {
		f.Add(seed.pyproject, seed.setup)
	}
	f.Fuzz(func(t *testing.T, pyproject, setup string) {
		checkPlan(t, files{"pyproject.toml": pyproject, "setup.py": setup, "setup.cfg": setup, "app.py": ""})
	})
}

func FuzzProcfile(f *testing.F) {
	for _, seed := range []string{
		"web: gunicorn app:app\nrelease: python manage.py migrate\n", "web: a && b\n", "web: python manage.py migrate && python manage.py collectstatic && exec gunicorn app\n",
		"web: a; b | c\n", "web: A=1 b && C=2 d\n", "web: \"\n", "web: `\n", "web: $(a\n", "web: \\\n", "web:\n", "web: exec a\n", "release: a & b\nweb: c\n", "web: uwsgi --ini uwsgi.ini\n",
		"web: a\x1b]0;b\x07\n", "web: gunicorn -c gunicorn.conf.py --bind=:$PORT a:b\n", "web: migrate 'a' && '\n", "web: " + strings.Repeat("a;", 10_000) + "\n", "web: " + strings.Repeat("$(", 10_000) + "\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkPlan(t, app(files{"Procfile": text, "requirements.txt": "gunicorn\n", "uwsgi.ini": "[uwsgi]\nhttp = :8000\n", "gunicorn.conf.py": "bind = '0.0.0.0:8000'\n"}))
	})
}

func FuzzUWSGI(f *testing.F) {
	for _, seed := range []string{
		"[uwsgi]\nhttp-socket = 0.0.0.0:8000\nmodule = app:app\n", "[uwsgi]\nhttp = 127.0.0.1:$(PORT)\n", "[other]\nhttp=:1\n[uwsgi]\nhttp = :99999\n", "[uwsgi]\ndie-on-term = 1\n; $(PORT)\n",
		"[uwsgi\n", "[uwsgi]\nhttp=:::8000,x\n", "[uwsgi]\nhttp=" + strings.Repeat("$(A)", 10_000) + "\n", "[uwsgi]\nhttp = \u202e:8000\n", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkPlan(t, app(files{"requirements.txt": "uwsgi\n", "uwsgi.ini": text, "": "env = { PORT = \"8000\", A = \"$(A)$(A)\" }\n"}))
	})
}

func FuzzGunicorn(f *testing.F) {
	for _, seed := range []string{"bind = '0.0.0.0:8000'\n", "bind='[::]:8000' # all\n", "bind = \"127.0.0.1:99999\"\n", "bind = f':{PORT}'\nimport os; os.environ['PORT']\n", "bind=1\nbind=2\n", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkPlan(t, app(files{"requirements.txt": "flask\ngunicorn\n", "app.py": "app = Flask(__name__)\n", "gunicorn.conf.py": text}))
	})
}

// FuzzPython reads modules, manage.py and settings, which are searched by regular
// expressions.
func FuzzPython(f *testing.F) {
	for _, seed := range []string{
		"app = Flask(__name__)\n", "from shop import application\n", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')  # django\n", "WSGI_APPLICATION = 'shop.wsgi.application'\nSTATIC_ROOT = '/srv'\n",
		"class T(TestCase): pass\n", "def test_a(): pass\n", "app: " + strings.Repeat("a", 10_000) + "\n", "server = app.server; Dash(\n", "\xff\xfea\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, requirements := range []string{"django\ngunicorn\n", "aiohttp\n", ""} {
			checkPlan(t, files{
				"requirements.txt": requirements, "app.py": text, "manage.py": text, "shop/settings.py": text, "shop/wsgi.py": text, "tests/test_a.py": text,
				"shop/__init__.py": "", ".python-version": text,
			})
		}
	})
}

func FuzzPipfileLock(f *testing.F) {
	for _, seed := range []string{
		lockOf(nil, nil), `{"default": {"lark": {"version": "==1.2.2", "hashes": ["sha256:00"]}}, "develop": {}}`, `{"default": {"a": {"git": "https://u:p@h"}}}`, `{"default": null}`, `{"default": {}`, `[]`, `{"_meta": {"sources": [{"name": "a", "url": "http://u:p@h/%zz"}]}, "default": {}}`,
		`{"default": ` + strings.Repeat(`{"a":`, 100_000), `{"other": ` + strings.Repeat(`[`, 100_000), `{"default": {"a": {"version": 1}}}`, `{"default": {"a": {"path": ".", "editable": true}}}`, "\xff", `{"default": {"\u001b": {"version": "\u202e"}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkPlan(t, files{"app.py": "", "Pipfile": "", "Pipfile.lock": text})
	})
}

var linuxUser = regexp.MustCompile(`^[a-z_][a-z0-9_-]{0,31}$`)

// Any name becomes a valid part of an address, and a valid name of a user.
func FuzzName(f *testing.F) {
	for _, seed := range []string{"shop", "日本", "..", "summary.json", strings.Repeat("a", 300), "a\x1b[31m", "\u202e", "-", "0", "backup", "a__b--c", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		plan, err := Read(fstest.MapFS{"requirements.txt": {}, "app.py": {}}, Options{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		if valid := repositoryName(plan.Name); valid != plan.Name || valid == "" || len(valid) > maxName {
			t.Errorf("%q becomes %q, and that %q", name, plan.Name, valid)
		}
		if !linuxUser.MatchString(plan.User) {
			t.Errorf("%q becomes the user %q", name, plan.User)
		}
	})
}

func FuzzLocks(f *testing.F) {
	for kind, files := range lockedApps {
		f.Add(files[lock.Of(kind).Name])
	}
	for _, seed := range []string{
		"", "version = 1\n", "[[package]]\n", "lock-version = \"1.0\"\n[[packages]]\nmarker = \"((((\"\n",
		"[metadata]\nlock-version = \"2.1\"\npython-versions = \"~2.7 || ^3.8, *\"\n[[package]]\nname = \"\\u001b\"\ngroups = [\"main\"]\nmarkers = { main = 1 }\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range lock.Formats {
			if format.Kind != lock.Requirements {
				checkPlan(t, files{format.Name: text, "pyproject.toml": "", "Pipfile": "", "app.py": "print(1)\n"})
			}
		}
	})
}
