//go:build linux

package e2e

import (
	"archive/tar"
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/summary"
)

// accessKey is what a key of AWS looks like, made up anew: none is written down
// here.
func accessKey() string { return "AKIA" + rand.Text()[:16] }

// withTornado installs a package that has the private key of its tests with it.
var withTornado = write("requirements.txt", "lark==1.3.1\ntornado==6.5.2\n")

// A secret is one wherever the app has it: below paths of tests, of examples, of
// others' code and of translations, in texts, and in a variable whose name says
// nothing. One in a package that anybody can have is reported.
func TestSecretsOfAnAppAndOfPackages(t *testing.T) {
	t.Parallel()
	key := accessKey()
	files := []string{
		"testing_settings.py", "shop/tests_of_shop.py", "shop/vendor/x.py", "examples/first.py", "locale/keys.txt", "README.md",
		"shop.dist-info/notes.txt", "package-lock.json",
	}
	changes := []func(string) error{
		withTornado,
		replace("pyproject.toml", "[tool.python-pipeline]", fmt.Sprintf("[tool.python-pipeline]\nenv = { ACCESS = %q }", key)),
	}
	for _, name := range files {
		changes = append(changes, func(folder string) error {
			file := filepath.Join(folder, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
			return os.WriteFile(file, []byte("access = \""+key+"\"\n"), 0o644)
		})
	}
	leaks := calculator(t, "leaks", changes...)
	// A program that Debian gives root's rights.
	clean := calculator(t, "clean", withTornado,
		replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\napt-run = [\"sudo\"]"))

	r := ci(t, nil, leaks, clean)
	r.mustFail(t, fmt.Sprintf("scan: %d findings stop the image", len(files)+1), "configuration: the value of ACCESS looks like a credential (AWS Access Key ID)")
	for _, name := range files {
		if want := "/app/" + name + ": line 1 looks like a credential (AWS Access Key ID)"; !strings.Contains(r.output, want) {
			t.Errorf("%q is missing in:\n%s", want, r.output)
		}
	}
	if got := failedAt(r.app(t, "leaks")); got != "scan" {
		t.Errorf("it failed at %s", got)
	}
	mustNotBePublished(t, "leaks")
	mustNotHold(t, r, key)

	passed := r.app(t, "clean")
	if passed.Failed() || passed.Digest == "" {
		t.Fatalf("the package's key stops the image: %+v", passed)
	}
	if warnings := strings.Join(passed.Warnings, "\n"); !strings.Contains(warnings, "packages have text that looks like credentials, which does not stop the image: /venv/") || !strings.Contains(warnings, "tornado/test/") {
		t.Errorf("warnings: %q", warnings)
	}
	mustHaveNoSetuid(t, passed, "/usr/bin/sudo", "/usr/bin/passwd", "/usr/bin/chage")
}

// mustNotHold looks for a secret in all that a run printed and wrote.
func mustNotHold(t *testing.T, r result, secret string) {
	t.Helper()
	if strings.Contains(r.output, secret) {
		t.Errorf("the secret is printed:\n%s", r.output)
	}
	if err := filepath.WalkDir(r.dist, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if strings.Contains(readFile(t, file), secret) {
			t.Errorf("the secret is in %s", file)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// mustHaveNoSetuid looks for programs that run with their owner's rights in a
// published image, which has the given ones without them.
func mustHaveNoSetuid(t *testing.T, app summary.App, programs ...string) {
	t.Helper()
	found := entries(t, pull(t, app))
	for file, entry := range found {
		if entry.Typeflag != tar.TypeDir && entry.Mode&0o6000 != 0 {
			t.Errorf("%s has mode %o", file, entry.Mode)
		}
	}
	for _, program := range programs {
		if entry, is := found[program]; !is || entry.Mode&0o100 == 0 {
			t.Errorf("%s: it is there: %v, with mode %o", program, is, entry.Mode)
		}
	}
}
