package installed

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDebian(t *testing.T) {
	t.Parallel()
	const status = `Package: adduser
Status: install ok installed
Version: 3.134
Description: add and remove users
 Package: no-package
 .
 Version: 9

Package: libc6
Status: hold ok installed
Multi-Arch: same
Source: glibc
Version: 2.36-9+deb12u10

Package: removed
Status: deinstall ok config-files
Version: 1

Package: perl-base
Status: install ok installed
Version: 1:5.36.0-7
`
	want := []Package{{"adduser", "3.134"}, {"libc6", "2.36-9+deb12u10"}, {"perl-base", "1:5.36.0-7"}}
	got, err := Debian(status)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v; packages differ (-want +got):\n%s", err, diff)
	}
	if got, err := Debian("\n"); err == nil {
		t.Errorf("an empty list passes, with %v", got)
	}
}

func TestRelease(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"12.5\n": "debian 12", "13": "debian 13", "forky/sid\n": "debian forky/sid", "": "", "forky": "", "12.5 with changes": "",
	} {
		got, err := Image{DebianVersion: version}.Release()
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v; want %q", version, got, err, want)
		}
	}
}

func TestDistribution(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string][2]string{
		"venv/lib/python3.11/site-packages/Django-4.2.14.dist-info":      {"django", "4.2.14"},
		"venv/lib/python3.11/site-packages/psycopg_c-3.2.0.dist-info":    {"psycopg-c", "3.2"},
		"zope.interface-6.0rc1.dist-info":                                {"zope-interface", "6rc1"},
		"torch-2.5.1+cu118.dist-info":                                    {"torch", "2.5.1+cu118"},
		"no_version.dist-info":                                           {"no-version", ""},
		"venv/lib/python3.11/site-packages/ruamel.yaml-0.18.6.dist-info": {"ruamel-yaml", "0.18.6"},
	} {
		if name, version := Distribution(folder); name != want[0] || version != want[1] {
			t.Errorf("%s: got %s %s, want %v", folder, name, version, want)
		}
	}
	for folder, want := range map[string]bool{"lark-1.3.1.dist-info": true, "lark": false, "old-1.0.egg-info": false} {
		if got := IsDistribution(folder); got != want {
			t.Errorf("%s: got %v", folder, got)
		}
	}
}

func TestCanonicalVersion(t *testing.T) {
	t.Parallel()
	for want, ways := range map[string][]string{
		"1":                {"1", "1.0", "1.0.0", "v1.0", "01.00", " 1.0 ", "0!1"},
		"1!1":              {"1!1", "1!1.0"},
		"1.10":             {"1.10", "1.10.0"},
		"1rc1":             {"1.0rc1", "1.0-RC1", "1.0.c.1", "1.0pre1", "1-preview_1"},
		"1a0":              {"1a", "1.alpha", "1.0a0"},
		"1.post1":          {"1.0.post1", "1.0-1", "1.0_1", "1.0-rev1", "1r1"},
		"1b2.post3.dev4":   {"1.0beta2post3dev4", "1b2.post3.dev4"},
		"2.5.1+cu118.abc":  {"2.5.1+cu118-abc", "2.5.1+CU118_abc"},
		"2004.unknown":     {"2004-unknown", "2004_UNKNOWN"},
		"20240101000000.1": {"20240101000000.1"},
		"":                 {""},
	} {
		for _, way := range ways {
			if got := CanonicalVersion(way); got != want {
				t.Errorf("%q: got %q, want %q", way, got, want)
			}
		}
	}
	if CanonicalVersion("1.0") == CanonicalVersion("1.0.1") || CanonicalVersion("1.0") == CanonicalVersion("1.0.dev1") {
		t.Error("different versions are equal")
	}
}
