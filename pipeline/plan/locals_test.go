package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/source"
)

func TestPackagesFromFolders(t *testing.T) {
	t.Parallel()
	const commit = "0123456789abcdef0123456789abcdef01234567"
	plan := read(t, tested(app(files{
		"requirements.txt":            "flask==3.1.3\ngunicorn==27.0.1\n./libs/tariffs\nrates @ git+https://example.com/rates.git@" + commit + "\n./libs/old ; python_version < '3'\n",
		"requirements-dev.txt":        "-r requirements.txt\npytest==9.2.0\n-e .[test]\n",
		"libs/tariffs/pyproject.toml": "",
		"libs/old/setup.py":           "",
		"":                            "command = [\"gunicorn\", \"app\"]\n",
	})))
	at := func(file string, line int) source.Place { return source.Place{File: file, Line: line} }
	want := [][]lock.Local{{
		{Place: at("requirements.txt", 3), Folder: "libs/tariffs"},
		{Place: at("requirements.txt", 4), Name: "rates", Folder: ".", Repository: "https://example.com/rates.git", Commit: commit},
	}, {{Place: at("requirements-dev.txt", 3), Folder: ".", Extras: []string{"test"}}}}
	if diff := cmp.Diff(want, [][]lock.Local{plan.Locals, plan.DevLocals}); diff != "" {
		t.Errorf("packages from folders differ (-want +got):\n%s", diff)
	}
	made := map[string]string{"requirements.txt": "flask==3.1.3\ngunicorn==27.0.1\n\n\n\n", "requirements-dev.txt": "-r requirements.txt\npytest==9.2.0\n\n"}
	if diff := cmp.Diff(made, plan.Made); diff != "" {
		t.Errorf("files for uv differ (-want +got):\n%s", diff)
	}
	for what, want := range map[string]string{
		"requirements":        "2 packages, without hashes | requirements.txt",
		"source-packages":     "libs/tariffs, rates (https://example.com/rates.git@0123456789ab) | requirements.txt: line 3, requirements.txt: line 4",
		"dev-source-packages": ". | requirements-dev.txt: line 3",
	} {
		if got := decision(plan, what); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
}
