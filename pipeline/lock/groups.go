package lock

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
)

// choice is what is installed of a lock's groups and of the project's extras, beside what
// always is.
type choice struct {
	groups, extras []string
	// tests are the groups that the tests need in addition.
	tests []string
}

// offer is what a lock has to choose from.
type offer struct {
	file           string
	groups, extras []string
	// customary are the groups that tests need where the keys do not say it.
	customary []string
}

// choose takes the groups and extras of the keys from those that a lock has, in the
// lock's spelling.
func (k Keys) choose(from offer) (choice, error) {
	var c choice
	var err error
	if c.groups, err = from.pick("groups", "group", k.Groups, from.groups); err != nil {
		return c, err
	}
	if c.extras, err = from.pick("extras", "extra", k.Extras, from.extras); err != nil {
		return c, err
	}
	tests := from.customary
	if k.DevGroups != nil {
		if tests, err = from.pick("dev-groups", "group", k.DevGroups, from.groups); err != nil {
			return c, err
		}
	}
	for _, name := range tests {
		if !slices.Contains(c.groups, name) {
			c.tests = append(c.tests, name)
		}
	}
	return c, nil
}

// pick finds the names of a key among those that the lock has.
func (o offer) pick(key, what string, names, known []string) ([]string, error) {
	var picked []string
	for _, name := range names {
		i := slices.IndexFunc(known, func(other string) bool { return installed.CanonicalName(other) == installed.CanonicalName(name) })
		switch {
		case i < 0 && len(known) == 0:
			return nil, fmt.Errorf("%s: %s has no %s %q, and no other; remove the key", keyPlace(key), o.file, what, name)
		case i < 0:
			return nil, fmt.Errorf("%s: %s has no %s %q; it has %s", keyPlace(key), o.file, what, name, strings.Join(slices.Sorted(slices.Values(known)), ", "))
		case !slices.Contains(picked, known[i]):
			picked = append(picked, known[i])
		}
	}
	return picked, nil
}

// keyPlace names a key in an error.
func keyPlace(key string) string { return "pyproject.toml: [tool.python-pipeline]: " + key }

// options are the exporter's for production.
func (c choice) options() []string {
	var options []string
	for _, name := range c.groups {
		options = append(options, "--group", name)
	}
	for _, name := range c.extras {
		options = append(options, "--extra", name)
	}
	return options
}

// checkNoGroups rejects the keys for groups and extras where requirements files are
// installed.
func (k Keys) checkNoGroups() error {
	for _, key := range []struct {
		name    string
		values  []string
		instead string
	}{
		{"groups", k.Groups, "name the files in requirements"},
		{"extras", k.Extras, `write them in a line such as ".[name]"`},
		{"dev-groups", k.DevGroups, "name the files in dev-requirements"},
	} {
		if key.values != nil {
			return fmt.Errorf("%s: requirements files have no groups or extras; remove the key, and %s", keyPlace(key.name), key.instead)
		}
	}
	return nil
}

// namesOf lists the keys of tables, each once and sorted.
func namesOf[V any](tables ...map[string]V) []string {
	all := map[string]bool{}
	for _, table := range tables {
		for name := range table {
			all[name] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
