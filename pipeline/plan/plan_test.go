package plan

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/lock"
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

// app is the smallest app, with more files. An empty path stands for the table
// [tool.python-pipeline].
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

// read leaves out the warning of requirements without versions, such as most sources here
// have.
func read(t *testing.T, source files) *Plan {
	t.Helper()
	plan, err := Read(source.fs(), Options{Name: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	all := plan.Warnings
	plan.Warnings = nil
	for _, text := range all {
		if !strings.Contains(text, " not pinned, so each build ") {
			plan.Warnings = append(plan.Warnings, text)
		}
	}
	return plan
}

// decision joins the value and the origin of one decision.
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

// fails reads one source and expects an error that contains all of want.
func fails(t *testing.T, source files, want ...string) {
	t.Helper()
	plan, err := Read(source.fs(), Options{Name: "shop"})
	if err == nil {
		t.Fatalf("no error, but the plan\n%s", plan.Text())
	}
	for _, text := range want {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error\n\t%s\ndoes not contain\n\t%s", err, text)
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
		Schema:          Schema,
		Name:            "calculator",
		User:            "calculator",
		Home:            "/home/calculator",
		Python:          "3.11",
		Variant:         "slim",
		LockKind:        lock.Requirements,
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
		AptRun:          []string{"libpq5"},
		BuildEnv:        map[string]string{"PRIVATE": "value"},
		TestTimeout:     settings.DefaultTestTimeout,
		StopSignal:      "SIGTERM",
		Decisions:       got.Decisions,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan differs (-want +got):\n%s", diff)
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
