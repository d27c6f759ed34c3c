package plan

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// With the table of what was detected an app has the same plan as without, except for
// where its decisions come from.
func TestTable(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]files{
		"a script":                   app(nil),
		"no requirements":            {"requirements.txt": "", "main.py": "print(1)\n"},
		"several requirements":       app(files{"requirements.txt": "-r base.txt\nflask==3.0\ngunicorn==22.0\n", "base.txt": "lark==1.2.2\n", "requirements-dev.txt": "pytest==8.3.4\n", "app.py": "app = Flask(__name__)\n"}),
		"Flask and gunicorn":         app(files{"requirements.txt": "flask\ngunicorn\n", "app.py": "app = Flask(__name__)\n"}),
		"a factory":                  {"requirements.txt": "fastapi\nuvicorn\n", "bakery/api.py": fastAPIFactory},
		"waitress":                   app(files{"requirements.txt": "flask\nwaitress\n", "app.py": "app = Flask(__name__)\n"}),
		"Django":                     shop([]string{"gunicorn"}, nil),
		"Django with another name":   shop([]string{"gunicorn"}, files{"pyproject.toml": "[project]\nname = \"Shop.API\"\nversion = \"1\"\n"}),
		"a Procfile":                 app(files{"requirements.txt": "flask\ngunicorn\n", "Procfile": "web: gunicorn --bind 0.0.0.0:$PORT app:app\nworker: python work.py\n"}),
		"a Procfile with a folder":   app(files{"requirements.txt": "flask\ngunicorn\n", "src/app.py": "", "Procfile": "web: cd src && LEVEL=\"a b\" gunicorn app:app\nrelease: python migrate.py\n", "migrate.py": ""}),
		"a port in the command":      app(files{"requirements.txt": "flask\ngunicorn\n", "Procfile": "web: gunicorn --bind 0.0.0.0:9000 app:app\n"}),
		"gunicorn's file":            app(files{"requirements.txt": "flask\ngunicorn\n", "gunicorn.conf.py": "bind = '0.0.0.0:8080'\n", "app.py": "app = Flask(__name__)\n"}),
		"tests by unittest":          app(files{"tests/__init__.py": "", "tests/test_app.py": "import unittest\n\nclass A(unittest.TestCase):\n    pass\n"}),
		"a Python of its own":        app(files{".python-version": "3.12\n"}),
		"a package with a __main__":  {"requirements.txt": "", "bakery/__init__.py": "", "bakery/__main__.py": "print(1)\n"},
		"a package below src":        {"requirements.txt": "", "src/bakery/__init__.py": "", "src/bakery/__main__.py": "print(1)\n"},
		"a console script":           {"requirements.txt": "", "bakery.py": "def main(): ...\n", "pyproject.toml": "[project]\nname = \"bakery\"\nversion = \"1\"\n[project.scripts]\nbakery = \"bakery:main\"\n"},
		"a name that is Debian's":    app(files{"pyproject.toml": "[project]\nname = \"backup\"\nversion = \"1\"\n"}),
		"letters of other alphabets": app(files{"requirements.txt": "flask\ngunicorn\n", "Procfile": "web: TITLE='Kränze \"neu\"' gunicorn app:app\n"}),
		"other tools' tables":        app(files{"pyproject.toml": "[tool.ruff]\nline-length = 100"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			without := read(t, source)
			table := without.Table()
			changed := maps.Clone(source)
			changed["pyproject.toml"] = source["pyproject.toml"] + "\n" + table
			if diff := cmp.Diff(plain(t, without), plain(t, read(t, changed))); diff != "" {
				t.Errorf("plan without and with the table:\n%s\n%s", diff, table)
			}
			for i, line := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
				if i == 0 && !strings.HasPrefix(line, "# ") {
					t.Errorf("no comment above %s", line)
				}
			}
		})
	}
}

// plain is a plan without its decisions, as JSON.
func plain(t *testing.T, p *Plan) map[string]any {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var values map[string]any
	if err := json.Unmarshal(text, &values); err != nil {
		t.Fatal(err)
	}
	delete(values, "decisions")
	for name, value := range values { // a table that is empty, and none
		if list, is := value.([]any); is && len(list) == 0 {
			values[name] = nil
		}
	}
	return values
}
