package plan

import (
	"errors"
	"fmt"
	"strings"
)

// Runner is a kind of test runner.
type Runner string

// The runners that are known.
const (
	RunnerPytest   Runner = "pytest"
	RunnerUnittest Runner = "unittest"
	// RunnerManage is Django's manage.py test.
	RunnerManage Runner = "manage.py"
	// RunnerCommand is the key test-command, whatever it runs.
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
	// Coverage tells that pytest-cov, which measures it, is among the
	// requirements; only pytest is measured.
	Coverage bool `json:"coverage"`
}

// PrintsCounts tells that the runner ends with unittest's words on how many
// tests there were, and writes no report.
func (t Tests) PrintsCounts() bool { return t.Runner == RunnerUnittest || t.Runner == RunnerManage }

// testSources are what may run the tests, the first that does wins. An empty
// Runner hands on to the next.
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
	for _, source := range testSources {
		tests, from, err := source(r)
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

// locked finds a package among the requirements of tests and production.
func (r *reader) locked(name string) (requirement, bool) {
	for _, set := range []requirementSet{r.development, r.production} {
		if p, ok := set.find(name); ok {
			return p, true
		}
	}
	return requirement{}, false
}

func (r *reader) pytest() (Tests, string, error) {
	// As a module: that puts the app's folder on the path, as running the app
	// does.
	tests := Tests{Runner: RunnerPytest, Args: []string{"python", "-m", "pytest"}}
	if p, ok := r.locked("pytest"); ok {
		return tests, p.place.String(), nil
	}
	for _, set := range []requirementSet{r.development, r.production} {
		for _, p := range set.packages {
			if strings.HasPrefix(p.name, "pytest-") {
				return tests, fmt.Sprintf("%s (%s installs pytest)", p.place, p.name), nil
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
	p, found := r.locked(tool)
	if !found {
		r.decide("coverage", "none: "+tool+" is not in the requirements", "")
		return
	}
	r.plan.Tests.Coverage = true
	r.decide("coverage", tool, p.place.String())
}
