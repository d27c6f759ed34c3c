package scripts_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dagger/python-pipeline/scripts"
)

// backend is a build backend in the package's own source.
const backend = `import os
import zipfile


def get_requires_for_build_wheel(config_settings=None):
    print("a word of the backend")
    return ["more>=2"]


def build_wheel(folder, config_settings=None, metadata_directory=None):
    if os.environ.get("FAILS"):
        raise SystemExit("no compiler")
    with zipfile.ZipFile(os.path.join(folder, "core-1.0-py3-none-any.whl"), "w") as wheel:
        wheel.writestr("core-1.0.dist-info/METADATA", "\n".join([
            "Metadata-Version: 2.1", "Name: core", "Version: 1.0", "Requires-Dist: lark>=1", "Requires-Dist: idna; python_version < '3'",
            "Requires-Dist: redis<6; extra == 'cache'", "Requires-Dist: six; extra == 'old'", "Provides-Extra: cache", "Provides-Extra: old", ""]))
    return "core-1.0-py3-none-any.whl"
`

func TestPrepareBuild(t *testing.T) {
	t.Parallel()
	project := "[build-system]\nrequires = [\"hatchling>=1\", \"hatch-vcs\"]\n"
	for name, test := range map[string]struct {
		archive      map[string]string
		subdirectory string
		folder       map[string]string // in place of an archive
		requires     string
		file         string // that the package has
		failure      string
	}{
		"an archive":             {archive: map[string]string{"core-1.0/pyproject.toml": project, "core-1.0/core.py": ""}, requires: "hatchling>=1\nhatch-vcs\n", file: "core.py"},
		"a folder of it":         {archive: map[string]string{"core-1.0/README": "", "core-1.0/python/pyproject.toml": project}, subdirectory: "python", requires: "hatchling>=1\nhatch-vcs\n", file: "pyproject.toml"},
		"setup.py":               {archive: map[string]string{"core-1.0/setup.py": ""}, requires: "setuptools>=40.8.0\n", file: "setup.py"},
		"without a build system": {folder: map[string]string{"pyproject.toml": "[tool.black]\n"}, requires: "setuptools>=40.8.0\n", file: "pyproject.toml"},
		"setup.cfg alone":        {folder: map[string]string{"setup.cfg": "[metadata]\n"}, requires: "setuptools>=40.8.0\n", file: "pyproject.toml"},
		"two folders":            {archive: map[string]string{"a/setup.py": "", "b/setup.py": ""}, failure: "core.tar.gz: it has 2 entries at its top; the source of a package has one folder there"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := newPackagingRun(t)
			var arguments []string
			if test.archive != nil {
				run.write(t, map[string]string{"archive/core.tar.gz": string(source(t, test.archive)), "build/empty": ""})
				arguments = []string{"/archive/core.tar.gz", test.subdirectory}
			}
			for file, text := range test.folder {
				run.write(t, map[string]string{"package/" + file: text})
			}
			_, failure := run.run(t, nil, scripts.PrepareBuild, arguments...)
			if !strings.Contains(failure, test.failure) || (failure == "") != (test.failure == "") {
				t.Fatalf("it failed with %q, and not %q", failure, test.failure)
			}
			if test.failure != "" {
				return
			}
			if got := run.read(t, "build/requires.txt"); got != test.requires {
				t.Errorf("its build requires %q, want %q", got, test.requires)
			}
			run.read(t, "package/"+test.file)
		})
	}
}

func TestBuildPackage(t *testing.T) {
	t.Parallel()
	run := newPackagingRun(t)
	run.write(t, map[string]string{
		"package/pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n", "package/backend.py": backend,
	})
	if out, err := exec.Command(scripts.Python(), "-m", "venv", "--without-pip", filepath.Join(run.root, "build", "env")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if printed, failure := run.run(t, nil, scripts.BuildPackage, "requires", "core 1.0"); printed+failure != "" {
		t.Fatalf("it printed %s%s", printed, failure)
	}
	if more := run.read(t, "build/more.txt"); more != "more>=2\n" {
		t.Errorf("its build requires %q in addition", more)
	}
	_, failure := run.run(t, []string{"FAILS=1"}, scripts.BuildPackage, "wheel", "core 1.0")
	if !strings.Contains(failure, "no compiler") || !strings.Contains(failure, "core 1.0: Failed to build: its build backend ended with status 1") {
		t.Errorf("it failed with %s", failure)
	}
	for _, test := range []struct {
		extras []string
		want   string
	}{
		{nil, `{"name": "core", "requires": [{"name": "lark", "text": "lark>=1"}]}` + "\n"},
		{[]string{"cache"}, `{"name": "core", "requires": [{"name": "lark", "text": "lark>=1"}, {"name": "redis", "text": "redis<6"}]}` + "\n"},
	} {
		if err := os.RemoveAll(filepath.Join(run.root, "wheel")); err != nil {
			t.Fatal(err)
		}
		if printed, failure := run.run(t, nil, scripts.BuildPackage, append([]string{"wheel", "core 1.0"}, test.extras...)...); printed != test.want || failure != "" {
			t.Errorf("with %s it printed %s%s, want %s", test.extras, printed, failure, test.want)
		}
	}
}
