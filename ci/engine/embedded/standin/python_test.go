package standin

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pythons returns the stand-ins for a Python version: slim and full.
func pythons(t *testing.T, version string) (slim, full Image) {
	t.Helper()
	var found []Image
	for _, image := range All() {
		if strings.HasPrefix(image.Reference, "python:"+version+"-") {
			found = append(found, image)
		}
	}
	if len(found) != 2 {
		t.Fatalf("got %v", references(found))
	}
	return found[0], found[1]
}

// What the official slim image lacks is not in its stand-in: an app that needs it would fail elsewhere.
func TestSlimHasNothingMoreThanTheOfficialImage(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.11", "3.13", "3.14"} {
		slim, _ := pythons(t, version)
		want := []string{"adduser", "ca-certificates", "netbase", "python" + version, "python" + version + "-venv", "tzdata"}
		if diff := cmp.Diff(want, slim.rootfs.Packages); diff != "" {
			t.Errorf("%s: the packages differ (-want +got):\n%s", version, diff)
		}
		if !strings.Contains(slim.rootfs.Prepare, "in the place of media-types") {
			t.Errorf("%s: it has the table of media types", version)
		}
		if !slices.Contains(slim.rootfs.Exclude, "/usr/lib/python3*/EXTERNALLY-MANAGED") {
			t.Errorf("%s: pip refuses to install", version)
		}
	}
}

// Official images of 3.12 and later have neither setuptools nor a locale.
func TestWhatOlderImagesHaveMore(t *testing.T) {
	t.Parallel()
	for version, older := range map[string]bool{"3.11": true, "3.13": false, "3.14": false} {
		slim, full := pythons(t, version)
		for _, image := range []Image{slim, full} {
			script := image.rootfs.Customize
			if !strings.Contains(script, "--find-links=. pip") || strings.Contains(script, "pip setuptools") != older {
				t.Errorf("%s: wrong script:\n%s", image.Reference, script)
			}
			if slices.Contains(image.config.Env, "LANG=C.UTF-8") != older {
				t.Errorf("%s: got the variables %v", image.Reference, image.config.Env)
			}
		}
	}
}

// A C extension is compiled with the headers of the same version.
func TestFullHasCompilerAndHeaders(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.11", "3.13", "3.14"} {
		slim, full := pythons(t, version)
		for _, name := range append(slim.rootfs.Packages, "build-essential", "python"+version+"-dev", "git") {
			if !slices.Contains(full.rootfs.Packages, name) {
				t.Errorf("%s: it lacks %s", full.Reference, name)
			}
		}
	}
}

// The package in the place of media-types provides no file.
func TestReplaceMediaTypes(t *testing.T) {
	t.Parallel()
	root, bin := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "tmp"), 0o755); err != nil {
		t.Fatal(err)
	}
	// The new system's dpkg would install the package.
	chroot := "#!/bin/sh\ndpkg-deb --field \"$1$4\" Package Version >&2\ndpkg-deb --contents \"$1$4\" >&2\n"
	if err := os.WriteFile(filepath.Join(bin, "chroot"), []byte(chroot), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-e", "-c", replaceMediaTypes, "prepare", root)
	cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	got := string(out)
	if err != nil || !strings.HasPrefix(got, "Package: mime-support\nVersion: 99\n") || strings.Count(got, "\n") != 3 || !strings.HasSuffix(got, " ./\n") {
		t.Errorf("got %v and\n%s", err, got)
	}
	if left, err := os.ReadDir(filepath.Join(root, "tmp")); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}
