package plan

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

// files is a source: the text of files by path.
type files map[string]string

func (f files) fs() fstest.MapFS {
	source := fstest.MapFS{}
	for name, text := range f {
		source[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return source
}

// app is the smallest app there is, with more files on top. An empty path
// stands for the [tool.python-pipeline] table.
func app(more files) files {
	source := files{"requirements.txt": "", "app.py": "print(1)\n"}
	for name, text := range more {
		if name == "" {
			name, text = "pyproject.toml", "[tool.python-pipeline]\n"+text
		}
		source[name] = text
	}
	return source
}

func read(t *testing.T, source files) *Plan {
	t.Helper()
	plan, err := Read(source.fs(), Options{Name: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// decision is the value and the origin of one decision, in one text.
func decision(p *Plan, what string) string {
	for _, d := range p.Decisions {
		if d.What == what && d.From != "" {
			return d.Value + " | " + d.From
		}
		if d.What == what {
			return d.Value
		}
	}
	return ""
}

// fails runs one source and wants an error that holds all of want.
func fails(t *testing.T, source files, want ...string) {
	t.Helper()
	plan, err := Read(source.fs(), Options{Name: "shop"})
	if err == nil {
		t.Fatalf("no error, but the plan\n%s", plan.Text())
	}
	for _, text := range want {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error\n\t%s\ndoes not say\n\t%s", err, text)
		}
	}
}

func calculator() files {
	return files{
		"pyproject.toml": `[project]
name = "calculator"

[tool.python-pipeline]
config = { "config.json" = "CALCULATOR_CONFIG" }
apt-run = ["libpq5"]
build-env = { PRIVATE = "value" }

[tool.python-pipeline.smoke]
command = ["python", "app.py", "1+2"]
output = "3"
`,
		".python-version":      "3.11.7\n",
		"requirements.txt":     "lark==1.2.2\n",
		"requirements-dev.txt": "-r requirements.txt\npytest==8.3.4\npytest-cov==6.0.0\n",
		"app.py":               "print(1)\n",
		"config.json":          "{}\n",
		"tests/test_app.py":    "def test_app(): pass\n",
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	got := read(t, calculator())
	want := &Plan{
		Name:            "calculator",
		User:            "calculator",
		Python:          "3.11",
		Variant:         "slim",
		LockKind:        LockRequirements,
		Lock:            "requirements.txt",
		Requirements:    []string{"requirements.txt"},
		Inputs:          []string{"requirements.txt"},
		Packages:        []Package{{"lark", "requirements.txt", 1}},
		DevRequirements: []string{"requirements-dev.txt"},
		DevInputs:       []string{"requirements-dev.txt", "requirements.txt"},
		DevPackages:     []Package{{"lark", "requirements.txt", 1}, {"pytest", "requirements-dev.txt", 2}, {"pytest-cov", "requirements-dev.txt", 3}},
		Command:         settings.Exec("python", "app.py"),
		Tests:           Tests{Runner: RunnerPytest, Args: []string{"python", "-m", "pytest"}, Coverage: true},
		Config:          []ConfigFile{{"config.json", "CALCULATOR_CONFIG"}},
		Smoke:           settings.Smoke{Command: settings.Exec("python", "app.py", "1+2"), Output: "3", Status: new(int), Timeout: settings.DefaultSmokeTimeout},
		Scan:            settings.Scan{Severity: "HIGH", IgnoreUnfixed: true, ExitOnEOL: true},
		Settings:        got.Settings,
		Decisions:       got.Decisions,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan differs (-want +got):\n%s", diff)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	source := calculator()
	source["uv.lock"] = "version = 1\n"
	want := `name               calculator                                                             from [project] name in pyproject.toml
user               calculator                                                             from the name
python             3.11 (3.11.7 asked; matched by its minor version)                      from .python-version
variant            slim                                                                   from the default
requirements       1 package, without hashes                                              from requirements.txt
dev-requirements   3 packages, without hashes                                             from requirements-dev.txt
command            ["python","app.py"]                                                    from app.py
tests              python -m pytest                                                       from requirements-dev.txt: line 2
coverage           pytest-cov                                                             from requirements-dev.txt: line 3
config             config.json in CALCULATOR_CONFIG                                       from the key "config"
smoke              ["python","app.py","1+2"], exits with 0, prints "3" (within 30s)       from the key "smoke"
scan               HIGH and above stop the image, but not what has no fix; a secret always does         from the default
apt-run            libpq5                                                                 from the key "apt-run"
build-env          PRIVATE                                                                from the key "build-env"
warning: uv.lock is not supported yet, so the requirements files were taken; make sure that they agree: uv export --locked --no-default-groups --no-emit-project --output-file requirements.txt
`
	got := read(t, source).Text()
	// How wide the columns are is not the point.
	squeeze := func(text string) string {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			lines[i] = strings.Join(strings.Fields(line), " ")
		}
		return strings.Join(lines, "\n")
	}
	if diff := cmp.Diff(squeeze(want), squeeze(got)); diff != "" {
		t.Errorf("text differs (-want +got):\n%s", diff)
	}
	lines := strings.Split(got, "\n")
	if at := strings.Index(lines[0], "calculator"); at < 0 || strings.Index(lines[2], "3.11") != at {
		t.Errorf("the values do not stand in one column:\n%s", got)
	}
}

func TestPlanSurvivesJSON(t *testing.T) {
	t.Parallel()
	want := read(t, calculator())
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got := &Plan{}
	if err := json.Unmarshal(text, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan differs after JSON (-want +got):\n%s", diff)
	}
}

func TestReadRefusesBadSettings(t *testing.T) {
	t.Parallel()
	fails(t, app(files{"": `comand = "x"`}), `unknown key "comand"; did you mean "command"?`)
	fails(t, app(files{"pyproject.toml": "[project]\nname = 3\n"}), "pyproject.toml: ", "name")
	fails(t, app(files{"pyproject.toml": "[project]\nname = x\n"}), "pyproject.toml: line 2: ")
}
