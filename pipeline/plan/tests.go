package plan

import (
	"errors"
	"fmt"
	"strings"

	"dagger/python-pipeline/lock"
)

// Runner is a kind of test runner.
type Runner string

// The known runners.
const (
	RunnerPytest   Runner = "pytest"
	RunnerUnittest Runner = "unittest"
	// RunnerManage is Django's manage.py test.
	RunnerManage Runner = "manage.py"
	// RunnerCommand is the key test-command.
	RunnerCommand Runner = "command"
	// RunnerNone is an app without tests.
	RunnerNone Runner = "none"
)

// Tests is how the tests are run.
type Tests struct {
	// Runner is the kind of test runner.
	Runner Runner `json:"runner"`
	// Args is the exec-form argument vector; nil for RunnerNone.
	Args []string `json:"args"`
	// Coverage means that pytest runs and pytest-cov, which measures coverage, is among
	// the requirements.
	Coverage bool `json:"coverage"`
}

// PrintsCounts reports whether the runner writes no report, and prints the number of
// tests as unittest does.
func (t Tests) PrintsCounts() bool { return t.Runner == RunnerUnittest || t.Runner == RunnerManage }

// testSources may run the tests; the first that returns a Runner wins.
var testSources = []func(*reader) (tests Tests, from string, err error){
	func(r *reader) (Tests, string, error) {
		if r.settings.TestCommand.IsZero() {
			return Tests{}, "", nil
		}
		return Tests{Runner: RunnerCommand, Args: r.settings.TestCommand.Args()}, key("test-command"), nil
	},
	(*reader).pytest,
	(*reader).managePy,
	(*reader).unittest,
}

func (r *reader) decideTests() error {
	for _, find := range testSources {
		tests, from, err := find(r)
		if err != nil {
			return err
		}
		if tests.Runner == "" {
			continue
		}
		r.plan.Tests = tests
		value := strings.Join(tests.Args, " ")
		if tests.Runner == RunnerCommand {
			value = r.settings.TestCommand.String()
		}
		r.decide("tests", value, from)
		r.decideCoverage()
		return nil
	}
	const none = "no test-command, no pytest in the requirements, no manage.py and no unittest file"
	if r.settings.RequireTests {
		return errors.New("tests: none found, but require-tests is set: there is " + none)
	}
	r.plan.Tests = Tests{Runner: RunnerNone}
	r.decide("tests", "none: "+none, "")
	r.warn("the image is published UNTESTED: there is %s", none)
	return nil
}

// findLocked finds a package among the requirements of tests and production.
func (r *reader) findLocked(name string) (lock.Requirement, bool) {
	for _, set := range []lock.Set{r.lock.Development, r.lock.Production} {
		if p, ok := set.Find(name); ok {
			return p, true
		}
	}
	return lock.Requirement{}, false
}

func (r *reader) pytest() (Tests, string, error) {
	// As a module, pytest has the app's folder on its path, as the running app does.
	tests := Tests{Runner: RunnerPytest, Args: []string{"python", "-m", "pytest"}}
	if p, ok := r.findLocked("pytest"); ok {
		return tests, p.Place.String(), nil
	}
	for _, set := range []lock.Set{r.lock.Development, r.lock.Production} {
		for _, p := range set.Packages {
			if strings.HasPrefix(p.Name, "pytest-") {
				return tests, fmt.Sprintf("%s (%s installs pytest)", p.Place, p.Name), nil
			}
		}
	}
	return Tests{}, "", nil
}

func (r *reader) decideCoverage() {
	const tool = "pytest-cov"
	if r.plan.Tests.Runner != RunnerPytest {
		return
	}
	p, found := r.findLocked(tool)
	if !found {
		r.decide("coverage", "none: "+tool+" is not in the requirements", "")
		return
	}
	r.plan.Tests.Coverage = true
	r.decide("coverage", tool, p.Place.String())
}
