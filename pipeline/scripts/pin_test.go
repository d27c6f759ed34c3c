package scripts_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/scripts"
)

// A pinned is what the pin script prints.
type pinned struct {
	Missing *packageSource
	Build   []packageSource
}

type packageSource struct{ Name, Version, URL, Hash, Subdirectory string }

func TestPin(t *testing.T) {
	t.Parallel()
	lark, newer := wheel(t, "lark", "1.0"), wheel(t, "lark", "2.0")
	wants := wheel(t, "wants", "1.0", "compiled>=1")
	compiled := source(t, map[string]string{"compiled-1.0/PKG-INFO": "Metadata-Version: 1.0\nName: compiled\nVersion: 1.0\n", "compiled-1.0/setup.py": "raise SystemExit('it ran')\n"})
	index := newIndex(t, map[string][]byte{
		"lark-1.0-py3-none-any.whl": lark, "lark-2.0-py3-none-any.whl": newer, "wants-1.0-py3-none-any.whl": wants, "compiled-1.0.tar.gz": compiled,
	})
	source := packageSource{"compiled", "1.0", index.file("compiled-1.0.tar.gz"), "sha256:" + sha(compiled), ""}
	known, err := json.Marshal([]map[string]string{{"name": source.Name, "version": source.Version, "url": source.URL, "hash": source.Hash}})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		files   map[string]string
		mode    string
		before  string // the result that exists
		built   string
		want    pinned
		pins    []string // texts of the result
		not     []string // texts that it does not have
		failure string
	}{
		"with hashes": {
			files: map[string]string{"requirements.txt": "lark==1.0 \\\n    --hash=sha256:" + sha(lark) + "\ncompiled==1.0 --hash=sha256:" + sha(compiled) + "\n"},
			mode:  "exact", want: pinned{Build: []packageSource{source}},
			pins: []string{index.file("lark-1.0-py3-none-any.whl"), sha(lark)},
		},
		"the hash of another file": {
			files: map[string]string{"requirements.txt": "lark==1.0 --hash=sha256:" + sha(newer) + "\n"}, mode: "exact",
			failure: "hash mismatch for `lark==1.0`: the index has no file with a hash of the lock",
		},
		"a release that the index does not have": {
			files: map[string]string{"requirements.txt": "lark==3.0 --hash=sha256:" + sha(lark) + "\n"}, mode: "exact", failure: "lark==3.0",
		},
		"loose": {
			files: map[string]string{"requirements.txt": "-r more.txt\n", "more.txt": "lark<2  # a comment\n"}, mode: "resolve",
			pins: []string{`version = "1.0"`}, not: []string{"hunter2"},
		},
		"loose, and what is required has no wheel": {
			files: map[string]string{"requirements.txt": "wants\n"}, mode: "resolve", want: pinned{Missing: &source},
		},
		"loose, and its wheel is built": {
			files: map[string]string{"requirements.txt": "wants\n"}, mode: "resolve", built: string(known), want: pinned{Build: []packageSource{source}},
			pins: []string{index.file("compiled-1.0.tar.gz")}, not: []string{"file:", "hunter2"},
		},
		"loose, beside pins that fit": {
			files: map[string]string{"requirements.txt": "lark\n"}, mode: "resolve", before: lockOf("lark", "1.0"), pins: []string{`version = "1.0"`},
		},
		"loose, beside pins that do not fit": {
			files: map[string]string{"requirements.txt": "lark>1\n"}, mode: "resolve", before: lockOf("lark", "1.0"), pins: []string{`version = "2.0"`},
		},
		"within pins": {
			files: map[string]string{"requirements.txt": "lark\n"}, mode: "within", before: lockOf("lark", "1.0"), pins: []string{`version = "1.0"`},
		},
		"within pins that do not fit": {
			files: map[string]string{"requirements.txt": "lark>1\n"}, mode: "within", before: lockOf("lark", "1.0"), failure: "lark==1.0",
		},
		"nothing": {mode: "exact", pins: []string{"lock-version"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := newPackagingRun(t)
			for file, text := range test.files {
				run.write(t, map[string]string{"requirements/" + file: text})
			}
			if test.before != "" {
				run.write(t, map[string]string{"pins/pylock.toml": test.before})
			}
			arguments := []string{"pylock.toml", test.mode, "[]"}
			if test.built != "" {
				run.write(t, map[string]string{"wheels/0/compiled-1.0-py3-none-any.whl": string(wheel(t, "compiled", "1.0"))})
				arguments[2] = test.built
			}
			if test.files != nil {
				arguments = append(arguments, "requirements.txt")
			}
			printed, failure := run.run(t, index.environment(), scripts.Pin, arguments...)
			if !strings.Contains(failure, test.failure) || (failure == "") != (test.failure == "") {
				t.Fatalf("it failed with %q, and not %q", failure, test.failure)
			}
			if strings.Contains(failure, "it ran") {
				t.Error("code of a package ran")
			}
			if test.failure != "" {
				return
			}
			var got pinned
			if err := json.Unmarshal([]byte(printed), &got); err != nil {
				t.Fatalf("%v: %s", err, printed)
			}
			if len(got.Build) == 0 {
				got.Build = nil
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("the answer differs (-want +got):\n%s", diff)
			}
			if test.want.Missing != nil {
				return
			}
			pins := run.read(t, "pins/pylock.toml")
			for _, text := range test.pins {
				if !strings.Contains(pins, text) {
					t.Errorf("%q is not in\n%s", text, pins)
				}
			}
			for _, text := range test.not {
				if strings.Contains(pins, text) {
					t.Errorf("%q is in\n%s", text, pins)
				}
			}
		})
	}
}

// lockOf is a lock with one package.
func lockOf(name, version string) string {
	return fmt.Sprintf("lock-version = \"1.0\"\ncreated-by = \"test\"\n\n[[packages]]\nname = %q\nversion = %q\n", name, version)
}
