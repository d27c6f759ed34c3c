package trivy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/installed"
)

// completeReport is the report of a scan that saw everything.
const completeReport = `{
  "Metadata": {"OS": {"Family": "debian", "Name": "12.5"}},
  "Results": [
    {"Target": "shop (debian 12.5)", "Class": "os-pkgs", "Packages": [
      {"ID": "zlib1g@1:1.2.13.dfsg-1", "Name": "zlib1g", "Version": "1.2.13.dfsg"},
      {"ID": "adduser@3.134", "Name": "adduser", "Version": "3.134"}]},
    {"Target": "Python", "Class": "lang-pkgs", "Packages": [
      {"Name": "Django", "Version": "4.2.14", "FilePath": "venv/lib/python3.11/site-packages/django-4.2.14.dist-info/METADATA"},
      {"Name": "zope.interface", "Version": "6.0.RC1", "FilePath": "venv/lib/python3.11/site-packages/zope_interface-6.0rc1.dist-info/METADATA"},
      {"Name": "pip", "Version": "24.0", "FilePath": "usr/lib/python3/dist-packages/pip-24.0.dist-info/METADATA"}]}
  ]
}`

func TestUnseen(t *testing.T) {
	t.Parallel()
	const site = "venv/lib/python3.11/site-packages/"
	image := installed.Image{
		DebianVersion: "12.5\n",
		Debian:        []installed.Package{{Name: "adduser", Version: "3.134"}, {Name: "zlib1g", Version: "1:1.2.13.dfsg-1"}},
		Python:        []string{site + "django-4.2.14.dist-info", site + "zope_interface-6.0rc1.dist-info"},
	}
	for name, test := range map[string]struct {
		change func(report string) string
		want   []string
	}{
		"all of it": {func(r string) string { return r }, nil},
		"nothing": {func(string) string { return `{"Results": null}` }, []string{
			`the distribution: it is debian 12.5, and the report has ""`,
			"the Debian package adduser 3.134",
			"the Debian package zlib1g 1:1.2.13.dfsg-1",
			"the Python package django 4.2.14 in /" + site + "django-4.2.14.dist-info",
			"the Python package zope-interface 6rc1 in /" + site + "zope_interface-6.0rc1.dist-info",
		}},
		"another distribution": {replacing(`"debian", "Name": "12.5"`, `"alpine", "Name": "3.20"`), []string{
			`the distribution: it is debian 12.5, and the report has "alpine 3.20"`}},
		"an older release":       {replacing(`"Name": "12.5"`, `"Name": "9.1"`), []string{`the distribution: it is debian 12.5, and the report has "debian 9.1"`}},
		"a newer Debian package": {replacing("adduser@3.134", "adduser@9"), []string{"the Debian package adduser 3.134"}},
		"a hidden distribution": {replacing(site+"django-4.2.14.dist-info", site+"shop/vendored/django-4.2.14.dist-info"), []string{
			"the Python package django 4.2.14 in /" + site + "django-4.2.14.dist-info"}},
		"a forged version": {replacing(`"Version": "4.2.14"`, `"Version": "99"`), []string{
			"the Python package django 4.2.14: the report calls it Django 99 by what is in /" + site + "django-4.2.14.dist-info/METADATA"}},
		"a forged name": {replacing(`"Name": "Django"`, `"Name": "harmless"`), []string{
			"the Python package django 4.2.14: the report calls it harmless 4.2.14 by what is in /" + site + "django-4.2.14.dist-info/METADATA"}},
		"packages of another class": {replacing(`"Class": "os-pkgs"`, `"Class": "lang-pkgs"`), []string{
			"the Debian package adduser 3.134", "the Debian package zlib1g 1:1.2.13.dfsg-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(t, test.change(completeReport)).Unseen(image)); diff != "" {
				t.Errorf("the unseen parts differ (-want +got):\n%s", diff)
			}
		})
	}
}

func replacing(old, new string) func(string) string {
	return func(text string) string { return strings.ReplaceAll(text, old, new) }
}
