package lock

import (
	"slices"
	"strings"

	"dagger/python-pipeline/source"
)

// Customary paths of requirements files, in order.
var (
	productionFiles = []string{
		"requirements/production.txt", "requirements/prod.txt", "requirements/main.txt", "requirements.txt",
		"requirements-production.txt", "requirements-prod.txt", "requirements.prod.txt",
		"requirements/requirements.txt", "requirements/base.txt",
	}
	developmentFiles = []string{
		"requirements/dev.txt", "requirements/development.txt", "requirements/local.txt",
		"requirements/test.txt", "requirements/tests.txt", "requirements/testing.txt",
		"requirements-dev.txt", "requirements_dev.txt", "requirements.dev.txt", "requirements.development.txt",
		"requirements-test.txt", "requirements-tests.txt", "requirements_test.txt", "requirements.test.txt",
		"dev-requirements.txt", "test-requirements.txt", "requirements_for_test.txt", "tests/requirements.txt",
	}
)

// presentFiles lists the customary files that the source has; the first one is read.
// For tests that is one with pytest, where there is one: a list for developers often
// has their tools alone.
func presentFiles(tree *source.Tree, customary []string, forTests bool) []string {
	present := tree.Present(customary...)
	if !forTests {
		return present
	}
	tests := slices.IndexFunc(present, func(file string) bool { return installsPytest(tree, file) })
	if tests <= 0 {
		return present
	}
	return append([]string{present[tests]}, slices.Delete(slices.Clone(present), tests, tests+1)...)
}

// installsPytest reports whether a file, or one that it includes, has pytest or a
// plugin of it. A file with errors has none: they count only where it is read.
func installsPytest(tree *source.Tree, file string) bool {
	var set Set
	f := follower{tree: tree, lock: &Lock{}, set: &set, seen: map[visited]bool{}}
	if err := f.follow(file, file, false); err != nil {
		return false
	}
	return slices.ContainsFunc(set.Packages, func(r Requirement) bool {
		return r.Name == "pytest" || strings.HasPrefix(r.Name, "pytest-")
	})
}
