package testresult

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"
)

const line = "\n----------------------------------------------------------------------\n"

func TestReadUnittest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		output string
		want   *report.Tests
	}{
		"all well":         {"..." + line + "Ran 3 tests in 0.001s\n\nOK\n", &report.Tests{Passed: 3}},
		"one":              {"." + line + "Ran 1 test in 12.300s\n\nOK\n", &report.Tests{Passed: 1}},
		"skipped":          {".ss" + line + "Ran 3 tests in 0.001s\n\nOK (skipped=2)\n", &report.Tests{Passed: 1, Skipped: 2}},
		"failed":           {"FEs.." + line + "Ran 6 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=1)\n", &report.Tests{Passed: 2, Failed: 3, Skipped: 1}},
		"none":             {line + "Ran 0 tests in 0.000s\n\nOK\n", &report.Tests{}},
		"none, since 3.12": {line + "Ran 0 tests in 0.000s\n\nNO TESTS RAN\n", &report.Tests{}},
		"expected and unexpected": {"xu" + line + "Ran 4 tests in 0.1s\n\nFAILED (expected failures=1, unexpected successes=1)\n",
			&report.Tests{Passed: 3, Failed: 1}},
		"a class that is skipped":         {line + "Ran 0 tests in 0.000s\n\nOK (skipped=1)\n", &report.Tests{Skipped: 1}},
		"a class that cannot be set up":   {"E" + line + "Ran 0 tests in 0.000s\n\nFAILED (errors=1)\n", &report.Tests{Failed: 1}},
		"more failures than tests":        {line + "Ran 1 test in 0.000s\n\nFAILED (failures=2)\n", &report.Tests{Failed: 2}},
		"Django":                          {"Creating test database for alias 'default'...\n.." + line + "Ran 2 tests in 0.004s\n\nOK\nDestroying test database for alias 'default'...\n", &report.Tests{Passed: 2}},
		"a test that runs tests":          {line + "Ran 9 tests in 0.1s\n\nFAILED (failures=9)\n." + line + "Ran 1 test in 0.2s\n\nOK\n", &report.Tests{Passed: 1}},
		"in colour":                       {line + "Ran 2 tests in 0.004s\n\n\x1b[1;32mOK\x1b[0m (\x1b[33mskipped=1\x1b[0m)\n", &report.Tests{Passed: 1, Skipped: 1}},
		"with the ends of lines of DOS":   {"..\r\nRan 2 tests in 0.004s\r\n\r\nOK\r\n", &report.Tests{Passed: 2}},
		"another runner":                  {"5 passed in 0.1s\n", nil},
		"a run that was cut off":          {"Ran 2 tests in 0.004s\n", nil},
		"nothing":                         {"", nil},
		"a program that speaks of itself": {"We Ran 2 tests in 0.004s\n\nOK\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, ReadUnittest(test.output)); diff != "" {
				t.Errorf("counts differ (-want +got):\n%s", diff)
			}
		})
	}
}
