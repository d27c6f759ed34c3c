package failure

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"dagger/python-pipeline/settings"
)

func TestDebianPackages(t *testing.T) {
	t.Parallel()
	names := map[string]*regexp.Regexp{
		"builds": regexp.MustCompile(`^(-l[\w.+-]+|[\w.+-]+\.pc|cmake:\w+|([\w-]+/)*[\w+-]+\.(h|hh|hpp)|\w+(-config)?)$`),
		"apps":   regexp.MustCompile(`^(lib[\w.-]+\.so(\.\d+)*|[a-z0-9_-]+)$`),
	}
	for table, packages := range map[string][]debianPackage{"builds": forBuilds, "apps": forApps} {
		if !slices.IsSortedFunc(packages, func(a, b debianPackage) int { return strings.Compare(a.name, b.name) }) {
			t.Errorf("%s: not sorted", table)
		}
		owner := map[string]string{}
		for _, p := range packages {
			if _, err := settings.Parse([]byte("[tool.python-pipeline]\napt-run = [\"" + p.name + "\"]\n")); err != nil {
				t.Errorf("%s: %s is not a valid package: %v", table, p.name, err)
			}
			for _, name := range strings.Fields(p.has) {
				if !names[table].MatchString(name) {
					t.Errorf("%s: %s: %q is not in the form of its table", table, p.name, name)
				}
				if other := owner[name]; other != "" {
					t.Errorf("%s: %s has %s, as %s", table, p.name, name, other)
				}
				owner[name] = p.name
			}
		}
	}
	for name := range together {
		if !slices.ContainsFunc(forBuilds, func(p debianPackage) bool { return p.name == name }) {
			t.Errorf("together: %s is not in the table", name)
		}
	}
}
