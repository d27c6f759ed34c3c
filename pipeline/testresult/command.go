package testresult

import (
	"path"
	"slices"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// Command returns the test command with further arguments, and with the options by which its runner writes the reports
// that this package reads into a folder.
func Command(tests plan.Tests, folder string, arguments []string) []string {
	var options []string
	if tests.Runner == plan.RunnerPytest {
		// Without its cache pytest would refuse options that many suites set.
		options = append(options, "-o", "cache_dir=/tmp/.pytest_cache", "--junitxml="+path.Join(folder, report.JUnit))
		if tests.Coverage {
			options = append(options, "--cov", "--cov-report=xml:"+path.Join(folder, report.Coverage))
		}
	}
	return slices.Concat(tests.Args, options, arguments)
}

// Variables returns the variables by which a pytest that the key test-command runs writes its report into a folder.
func Variables(tests plan.Tests, folder string) map[string]string {
	if tests.Runner != plan.RunnerCommand {
		return nil
	}
	return map[string]string{"PYTEST_ADDOPTS": "--junitxml=" + path.Join(folder, report.JUnit)}
}
