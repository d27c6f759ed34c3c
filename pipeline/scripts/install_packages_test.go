package scripts_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dagger/python-pipeline/scripts"
)

func TestInstallPackages(t *testing.T) {
	t.Parallel()
	lark := wheel(t, "lark", "1.0")
	index := newIndex(t, map[string][]byte{"lark-1.0-py3-none-any.whl": lark})
	lock := fmt.Sprintf(`lock-version = "1.0"
created-by = "test"

[[packages]]
name = "lark"
version = "1.0"
wheels = [{url = %q, hashes = {sha256 = %q}}]

[[packages]]
name = "core"
version = "1.0"
sdist = {url = %q, hashes = {sha256 = "00"}}
`, index.file("lark-1.0-py3-none-any.whl"), sha(lark), index.file("core-1.0.tar.gz"))
	const core = `[{"folder": "/wheels/0", "name": "core", "version": "1.0"}]`
	for name, test := range map[string]struct {
		built   map[string][]byte // wheels by their paths
		wheels  string
		want    []string // folders of the virtual environment
		added   string
		failure string
	}{
		"a wheel for a package of the lock": {
			built: map[string][]byte{"0/core-1.0-py3-none-any.whl": wheel(t, "core", "1.0")}, wheels: core,
			want: []string{"core-1.0.dist-info", "lark-1.0.dist-info"}, added: "[]",
		},
		"and one in addition": {
			built:  map[string][]byte{"0/core-1.0-py3-none-any.whl": wheel(t, "core", "1.0"), "1/shop-2.0-py3-none-any.whl": wheel(t, "shop", "2.0", "core")},
			wheels: strings.TrimSuffix(core, "]") + `, {"folder": "/wheels/1", "name": "", "version": ""}]`,
			want:   []string{"core-1.0.dist-info", "lark-1.0.dist-info", "shop-2.0.dist-info"}, added: `["shop"]`,
		},
		"a wheel of another package": {
			built: map[string][]byte{"0/lark-9.9-py3-none-any.whl": wheel(t, "lark", "9.9")}, wheels: core,
			failure: "core 1.0: its build made a wheel of lark 9.9; a package may build only itself",
		},
		"another version": {
			built: map[string][]byte{"0/core-1.1-py3-none-any.whl": wheel(t, "core", "1.1")}, wheels: core,
			failure: "core 1.0: its build made a wheel of core 1.1",
		},
		"two wheels": {
			built: map[string][]byte{"0/core-1.0-py3-none-any.whl": wheel(t, "core", "1.0"), "0/lark-9.9-py3-none-any.whl": nil}, wheels: core,
			failure: "core: its build made 2 files, not one wheel",
		},
		"not a wheel": {
			built: map[string][]byte{"0/core.txt": nil}, wheels: core, failure: "core: its build made core.txt, not a wheel",
		},
		"what it requires is not in the lock": {
			built: map[string][]byte{"0/core-1.0-py3-none-any.whl": wheel(t, "core", "1.0", "absent>=1")}, wheels: core,
			failure: "absent",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := newPackagingRun(t)
			interpreter := strings.NewReplacer("/usr/local/bin/python3", scripts.Python(), `"/venv`, `"`+run.root+"/venv").Replace(scripts.Interpreter)
			run.write(t, map[string]string{"pins/pylock.toml": lock, "pipeline/empty": "", scripts.UVInterpreter: interpreter})
			if err := os.Chmod(filepath.Join(run.root, scripts.UVInterpreter), 0o700); err != nil {
				t.Fatal(err)
			}
			for file, content := range test.built {
				run.write(t, map[string]string{"wheels/" + file: string(content)})
			}
			_, failure := run.run(t, index.environment(), scripts.InstallPackages, "/pins/pylock.toml", test.wheels)
			if !strings.Contains(failure, test.failure) || (failure == "") != (test.failure == "") {
				t.Fatalf("it failed with %q, and not %q", failure, test.failure)
			}
			if test.failure != "" {
				return
			}
			if added := run.read(t, scripts.Added); added != test.added {
				t.Errorf("added: %s, want %s", added, test.added)
			}
			folders, err := filepath.Glob(filepath.Join(run.root, "venv/lib/python3*/site-packages/*.dist-info"))
			if err != nil || len(folders) != len(test.want) {
				t.Fatalf("%v: it has %s, want %s", err, folders, test.want)
			}
			for i, folder := range folders {
				if filepath.Base(folder) != test.want[i] {
					t.Errorf("it has %s, want %s", filepath.Base(folder), test.want[i])
				}
				// It has the time of the installation, which would make the layers of two builds differ.
				record, err := os.ReadFile(filepath.Join(folder, "RECORD"))
				if _, errTime := os.Stat(filepath.Join(folder, "uv_cache.json")); err != nil || errTime == nil || strings.Contains(string(record), "uv_cache") {
					t.Errorf("%s has the time of its installation, or no record: %v", folder, err)
				}
			}
		})
	}
}
