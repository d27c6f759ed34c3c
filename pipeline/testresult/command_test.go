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
