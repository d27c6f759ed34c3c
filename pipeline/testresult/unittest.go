package testresult

import (
	"regexp"
	"strconv"
	"strings"

	"dagger/python-pipeline/report"
)

// The last lines of unittest's output, which are also those of Django's manage.py test. Neither writes a report for
// programs.
var (
	colour = regexp.MustCompile(`\x1b\[[0-9;]*m`)
	total  = regexp.MustCompile(`(?m)^Ran ([0-9]+) tests? in [0-9.]+s\r?$`)
	result = regexp.MustCompile(`(?m)^(?:OK|FAILED|NO TESTS RAN)(?: \(([a-z0-9=, ]+)\))?\r?$`)
)

// ReadUnittest counts the tests of a run from its standard error. It returns nil if that does not end like unittest's
// output.
//
// An expected failure counts as passed, an unexpected success as failed.
func ReadUnittest(output string) *report.Tests {
	output = colour.ReplaceAllString(output, "")
	// A test may run unittest itself; the last line is that of the whole run.
	totals := total.FindAllStringSubmatchIndex(output, -1)
	if totals == nil {
		return nil
	}
	last := totals[len(totals)-1]
	ran, err := strconv.Atoi(output[last[2]:last[3]])
	counts := result.FindStringSubmatch(output[last[1]:])
	if err != nil || counts == nil {
		return nil
	}
	tests := new(report.Tests)
	for _, part := range strings.Split(counts[1], ", ") {
		name, number, _ := strings.Cut(part, "=")
		count, err := strconv.Atoi(number)
		if err != nil {
			continue
		}
		switch name {
		case "failures", "errors", "unexpected successes":
			tests.Failed += count
		case "skipped":
			tests.Skipped += count
		}
	}
	// A class that fails or is skipped as a whole does not count as run, and a test with subtests can fail several
	// times.
	tests.Passed = max(0, ran-tests.Failed-tests.Skipped)
	return tests
}
