package scripts

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExport(t *testing.T) {
	t.Parallel()
	const verifies = "case $1 in verify) echo Pipfile.lock is up-to-date. ;;\n"
	for name, test := range map[string]struct {
		pipenv string // a program in its place
		want   map[string]string
		says   []string // on standard error, of a failure
		not    string   // what it must not say
	}{
		"a lock": {
			pipenv: verifies + `*) echo "-i https://packages.example.com/simple"
case $* in *develop*) echo pytest==8 ;; *) echo lark==1; echo idna==3 ;; esac ;;
esac`,
			want: map[string]string{"requirements.txt": "lark==1\nidna==3\n", "requirements-dev.txt": "pytest==8\n"},
		},
		"packages from folders and repositories": {
			pipenv: verifies + `*) echo "-e libs/a"; echo ./libs/b; echo libs/c; echo lark==1; echo "d @ git+https://example.com/d.git@0"; echo "e@ https://example.com/e.zip"; echo "f @ file:///f" ;; esac`,
			want:   map[string]string{"requirements.txt": "lark==1\ne@ https://example.com/e.zip\n", "requirements-dev.txt": "lark==1\ne@ https://example.com/e.zip\n"},
		},
		"a package of both sections": {
			pipenv: verifies + `*) case $* in *dev*) echo "click==8.1.7; python_version >= '3.7'"; echo Zope.Event==5; echo six==1 ;;
*) echo "click==8.2.1; python_version >= '3.10'"; echo "zope-event[test]==4"; echo six==1; ;; esac ;;
esac`,
			want: map[string]string{"requirements.txt": "click==8.2.1; python_version >= '3.10'\nzope-event[test]==4\nsix==1\n", "requirements-dev.txt": "six==1\n"},
		},
		"a lock without packages": {
			pipenv: verifies + `*) echo "-i https://packages.example.com/simple" ;; esac`,
			want:   map[string]string{"requirements.txt": "", "requirements-dev.txt": ""},
		},
		"an export that fails": {
			pipenv: verifies + `*) echo "-i https://packages.example.com/simple"; echo Your lockfile is corrupt >&2; exit 1 ;; esac`,
			says:   []string{"Your lockfile is corrupt"},
		},
		"an export for the tests that fails": {
			pipenv: verifies + `*) case $* in *develop*) echo no section develop >&2; exit 1 ;; *) echo lark==1 ;; esac ;; esac`,
			says:   []string{"no section develop"},
		},
		"a stale lock": {
			pipenv: `echo "Pipfile.lock is out-of-date. Run $ pipenv lock to update." >&2; exit 1`,
			says:   []string{"Pipfile.lock is out-of-date", "Pipfile.lock: it does not match Pipfile; run `pipenv lock`"},
		},
		"a Pipfile that is no TOML": {
			pipenv: `echo "UnexpectedCharError: Unexpected character at line 1 col 9" >&2; exit 1`,
			says:   []string{"UnexpectedCharError: Unexpected character at line 1 col 9", "Pipfile: Pipenv cannot check"},
			not:    "does not match",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			pipenvExporter, _ := FindExporter("pipenv")
			pipenv, exported := filepath.Join(folder, "pipenv"), filepath.Join(folder, "export")
			if err := os.WriteFile(pipenv, []byte("#!/bin/sh\n"+test.pipenv+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			script := strings.NewReplacer("/opt/export/bin/pipenv", pipenv, "/export/", exported+"/", "mkdir /export", "mkdir "+exported, "/tmp/", folder+"/").Replace(pipenvExporter.Script.Text)
			var said bytes.Buffer
			cmd := exec.Command("sh", "-c", script, "sh", "develop")
			cmd.Stderr = &said
			err := cmd.Run()
			if (err == nil) != (test.want != nil) {
				t.Fatalf("it ended with %v and said\n%s", err, &said)
			}
			for _, text := range test.says {
				if !strings.Contains(said.String(), text) {
					t.Errorf("it said\n%s\nand not %q", &said, text)
				}
			}
			if test.not != "" && strings.Contains(said.String(), test.not) {
				t.Errorf("it said\n%s\nwhich has %q", &said, test.not)
			}
			for name, want := range test.want {
				got, err := os.ReadFile(filepath.Join(exported, name))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, string(got)); diff != "" {
					t.Errorf("%s differs (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}
