package testresult

import (
	"strings"
	"testing"

	"dagger/python-pipeline/plan"
)

func TestCommand(t *testing.T) {
	t.Parallel()
	const reports = " -o cache_dir=/tmp/.pytest_cache --junitxml=/reports/junit.xml"
	for name, test := range map[string]struct {
		tests     plan.Tests
		arguments []string
		want      string
	}{
		"pytest":               {plan.Tests{Runner: plan.RunnerPytest, Args: []string{"pytest"}}, nil, "pytest" + reports},
		"pytest with coverage": {plan.Tests{Runner: plan.RunnerPytest, Args: []string{"pytest"}, Coverage: true}, nil, "pytest" + reports + " --cov --cov-report=xml:/reports/coverage.xml"},
		"with arguments":       {plan.Tests{Runner: plan.RunnerPytest, Args: []string{"pytest", "-q"}}, []string{"-k", "sum"}, "pytest -q" + reports + " -k sum"},
		"another runner":       {plan.Tests{Runner: plan.RunnerManage, Args: []string{"python", "manage.py", "test"}}, []string{"shop"}, "python manage.py test shop"},
		"a command":            {plan.Tests{Runner: plan.RunnerCommand, Args: []string{"make", "test"}}, nil, "make test"},
	} {
		if got := strings.Join(Command(test.tests, "/reports", test.arguments), " "); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	for runner, want := range map[plan.Runner]string{
		plan.RunnerCommand: "--junitxml=/reports/junit.xml",
		// It has the option in its command.
		plan.RunnerPytest: "",
		plan.RunnerManage: "",
	} {
		if got := Variables(plan.Tests{Runner: runner}, "/reports")["PYTEST_ADDOPTS"]; got != want {
			t.Errorf("%s: PYTEST_ADDOPTS is %q, want %q", runner, got, want)
		}
	}
}
