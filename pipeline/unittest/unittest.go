// Package unittest reads what unittest, and with it Django's manage.py test,
// says at the end of a run. Neither writes a report that programs can read.
package unittest

import (
	"regexp"
	"strconv"
	"strings"

	"dagger/python-pipeline/report"
)

var (
	colour  = regexp.MustCompile(`\x1b\[[0-9;]*m`)
	ran     = regexp.MustCompile(`(?m)^Ran ([0-9]+) tests? in [0-9.]+s\r?$`)
	outcome = regexp.MustCompile(`(?m)^(?:OK|FAILED|NO TESTS RAN)(?: \(([a-z0-9=, ]+)\))?\r?$`)
)

// Tests counts the tests of a run from what it wrote to standard error; nil
// when that does not end as unittest ends.
//
// An expected failure counts as passed, an unexpected success as failed.
func Tests(output string) *report.Tests {
	output = colour.ReplaceAllString(output, "")
	// A test may run tests of its own; the last word is that of the whole.
	found := ran.FindAllStringSubmatchIndex(output, -1)
	if found == nil {
		return nil
	}
	last := found[len(found)-1]
	total, err := strconv.Atoi(output[last[2]:last[3]])
	result := outcome.FindStringSubmatch(output[last[1]:])
	if err != nil || result == nil {
		return nil
	}
	tests := new(report.Tests)
	for _, part := range strings.Split(result[1], ", ") {
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
	// What fails or is skipped for a whole class was not run, and a test with
	// subtests can fail several times.
	tests.Passed = max(0, total-tests.Failed-tests.Skipped)
	return tests
}
