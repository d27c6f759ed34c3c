package testresult

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"
)

func TestReadJUnit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, xml string
		want      report.Tests
	}{
		{
			name: "pytest",
			xml: `<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4">
<testcase classname="tests.test_sum" name="test_two[1-1]" time="0.001" />
<testcase classname="tests.test_sum" name="test_three" time="0.001"><failure message="AssertionError: not &lt;three&gt;&#10;assert 2 == 3">    def test_three():
&gt;       assert add(1, 1) == 3, "not &lt;three&gt;"
E       AssertionError: not &lt;three&gt;

tests/test_sum.py:9: AssertionError</failure></testcase>
<testcase classname="" name="tests.test_div" time="0.000"><error message="collection failure">/usr/lib/python3.11/importlib/__init__.py:126: in import_module
tests/test_div.py:1: in &lt;module&gt;
E   ModuleNotFoundError: No module named 'nope'</error></testcase>
<testcase classname="tests.test_sum" name="test_four" time="0.000"><skipped type="pytest.skip" message="later">tests/test_sum.py:12: later</skipped></testcase>
</testsuite></testsuites>
`,
			want: report.Tests{
				Passed: 1, Failed: 2, Skipped: 1,
				Failures: []report.FailedTest{
					{Name: "tests.test_sum.test_three", File: "tests/test_sum.py", Line: 9, Message: "AssertionError: not <three>\nassert 2 == 3",
						Output: "    def test_three():\n>       assert add(1, 1) == 3, \"not <three>\"\nE       AssertionError: not <three>\n\ntests/test_sum.py:9: AssertionError"},
					{Name: "tests.test_div", File: "tests/test_div.py", Line: 1, Message: "collection failure",
						Output: "/usr/lib/python3.11/importlib/__init__.py:126: in import_module\ntests/test_div.py:1: in <module>\nE   ModuleNotFoundError: No module named 'nope'"},
				},
			},
		},
		{
			name: "several suites, one in another",
			xml: `<testsuites>
<testsuite name="a"><testcase classname="a" name="one"/><testsuite name="a.b"><testcase classname="a.b" name="two"><failure message="no" /></testcase></testsuite></testsuite>
<testsuite name="c"><testcase classname="c" name="three"><system-out>text</system-out></testcase></testsuite>
</testsuites>`,
			want: report.Tests{Passed: 2, Failed: 1, Failures: []report.FailedTest{{Name: "a.b.two", Message: "no"}}},
		},
		{
			name: "a suite as root, with files",
			xml:  `<testsuite><testcase classname="a" name="one" file="tests/a.py" line="3"><error message="x"/></testcase></testsuite>`,
			want: report.Tests{Failed: 1, Failures: []report.FailedTest{{Name: "a.one", File: "tests/a.py", Line: 3, Message: "x"}}},
		},
		{
			name: "the line that failed, not the one where the test begins",
			xml: `<testsuite><testcase classname="a" name="one" file="tests/a.py" line="3"><failure message="x">    check(2)

tests/a.py:5:
_ _ _
tests/shared.py:17: in check
tests/a.py:5: in one
tests/a.py:9: AssertionError</failure></testcase></testsuite>`,
			want: report.Tests{Failed: 1, Failures: []report.FailedTest{{Name: "a.one", File: "tests/a.py", Line: 5, Message: "x",
				Output: "    check(2)\n\ntests/a.py:5:\n_ _ _\ntests/shared.py:17: in check\ntests/a.py:5: in one\ntests/a.py:9: AssertionError"}}},
		},
		{
			name: "sub-tests count as one case",
			xml:  `<testsuite><testcase classname="a" name="one"><failure message="x"/><failure message="y"/></testcase></testsuite>`,
			want: report.Tests{Failed: 1, Failures: []report.FailedTest{{Name: "a.one", Message: "x"}, {Name: "a.one", Message: "y"}}},
		},
		{
			name: "a failure and an error",
			xml:  `<testsuite><testcase classname="a" name="one"><error message="teardown"/><failure message="call"/></testcase></testsuite>`,
			want: report.Tests{Failed: 1, Failures: []report.FailedTest{{Name: "a.one", Message: "call"}, {Name: "a.one", Message: "teardown"}}},
		},
		{name: "nothing was run", xml: `<testsuites></testsuites>`, want: report.Tests{Failures: []report.FailedTest{}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadJUnit(strings.NewReader(test.xml))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got); diff != "" {
				t.Errorf("report differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestJUnitErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, xml, want string }{
		{"nothing", "", "holds no XML element"},
		{"only a header", `<?xml version="1.0"?>`, "holds no XML element"},
		{"cut off", `<testsuites><testsuite><testcase name="one"/>`, "unexpected EOF"},
		{"wrong order", `<testsuites><testsuite></testsuites>`, "closed by"},
		{"not XML", "5 passed", "holds no XML element"},
		{"another format", `<coverage line-rate="1"/>`, "root is <coverage>"},
		{"two documents", `<testsuite/><testsuite/>`, "line 1: <testsuite> after the end of the root"},
		{"suites too deep", strings.Repeat("<testsuite>", 1000), "more than 100 elements are nested in each other"},
		{"other elements too deep", `<testsuite>` + strings.Repeat("<a>", 1000), "more than 100 elements are nested in each other"},
		{"too large", `<testsuite>` + strings.Repeat(" ", MaxSize) + `</testsuite>`, "has more than 20 MB"},
		{"output after the report", "<testsuite/>\nTraceback", "line 2: text after the end of the root"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadJUnit(strings.NewReader(test.xml))
			if err == nil || !strings.HasPrefix(err.Error(), "JUnit report: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// All failures are counted, but of a large report only a part is stored.
func TestJUnitIsKeptInPart(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 20_000)
	one := `<testcase classname="a" name="` + long + `"><failure message="` + long + `">` + long + `</failure></testcase>`
	few := strings.Repeat(`<testcase name="b"><failure/><failure/><error/></testcase>`, 1000)
	many := `<testcase name="c">` + strings.Repeat(`<failure/>`, 100_000) + `</testcase>`
	for name, test := range map[string]struct {
		xml    string
		failed int
	}{
		"many tests":             {one + few, 1001},
		"many failures of a one": {one + many, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadJUnit(strings.NewReader(`<testsuite>` + test.xml + `</testsuite>`))
			if err != nil {
				t.Fatal(err)
			}
			if got.Failed != test.failed || got.Total() != test.failed || len(got.Failures) != report.MaxFailures {
				t.Errorf("%d tests, %d failed, %d failures; want %d, %d", got.Total(), got.Failed, len(got.Failures), test.failed, report.MaxFailures)
			}
			first := got.Failures[0]
			for what, text := range map[string]string{"name": strings.TrimPrefix(first.Name, "a."), "message": first.Message, "output": first.Output} {
				if len(text) >= len(long) || !strings.HasPrefix(text, "long long") || !strings.HasSuffix(text, "…") {
					t.Errorf("%d bytes are stored of a %s", len(text), what)
				}
			}
		})
	}
}
