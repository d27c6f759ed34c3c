package junit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, xml string
		want      Report
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
			want: Report{
				Counts: Counts{Passed: 1, Failed: 1, Errors: 1, Skipped: 1},
				Failures: []Failure{
					{Name: "test_three", Class: "tests.test_sum", File: "tests/test_sum.py", Line: 9, Message: "AssertionError: not <three>\nassert 2 == 3",
						Text: "    def test_three():\n>       assert add(1, 1) == 3, \"not <three>\"\nE       AssertionError: not <three>\n\ntests/test_sum.py:9: AssertionError"},
					{Name: "tests.test_div", File: "tests/test_div.py", Line: 1, Message: "collection failure",
						Text: "/usr/lib/python3.11/importlib/__init__.py:126: in import_module\ntests/test_div.py:1: in <module>\nE   ModuleNotFoundError: No module named 'nope'"},
				},
			},
		},
		{
			name: "several suites, one in another",
			xml: `<testsuites>
<testsuite name="a"><testcase classname="a" name="one"/><testsuite name="a.b"><testcase classname="a.b" name="two"><failure message="no" /></testcase></testsuite></testsuite>
<testsuite name="c"><testcase classname="c" name="three"><system-out>text</system-out></testcase></testsuite>
</testsuites>`,
			want: Report{Counts: Counts{Passed: 2, Failed: 1}, Failures: []Failure{{Name: "two", Class: "a.b", Message: "no"}}},
		},
		{
			name: "a suite as root, with files",
			xml:  `<testsuite><testcase classname="a" name="one" file="tests/a.py" line="3"><error message="x"/></testcase></testsuite>`,
			want: Report{Counts: Counts{Errors: 1}, Failures: []Failure{{Name: "one", Class: "a", File: "tests/a.py", Line: 3, Message: "x"}}},
		},
		{
			name: "the line that failed, not the one where the test begins",
			xml: `<testsuite><testcase classname="a" name="one" file="tests/a.py" line="3"><failure message="x">    check(2)

tests/a.py:5:
_ _ _
tests/shared.py:17: in check
tests/a.py:5: in one
tests/a.py:9: AssertionError</failure></testcase></testsuite>`,
			want: Report{Counts: Counts{Failed: 1}, Failures: []Failure{{Name: "one", Class: "a", File: "tests/a.py", Line: 5, Message: "x",
				Text: "    check(2)\n\ntests/a.py:5:\n_ _ _\ntests/shared.py:17: in check\ntests/a.py:5: in one\ntests/a.py:9: AssertionError"}}},
		},
		{
			name: "sub-tests count as one case",
			xml:  `<testsuite><testcase classname="a" name="one"><failure message="x"/><failure message="y"/></testcase></testsuite>`,
			want: Report{Counts: Counts{Failed: 1}, Failures: []Failure{{Name: "one", Class: "a", Message: "x"}, {Name: "one", Class: "a", Message: "y"}}},
		},
		{
			name: "a failure and an error",
			xml:  `<testsuite><testcase classname="a" name="one"><error message="teardown"/><failure message="call"/></testcase></testsuite>`,
			want: Report{Counts: Counts{Failed: 1}, Failures: []Failure{{Name: "one", Class: "a", Message: "call"}, {Name: "one", Class: "a", Message: "teardown"}}},
		},
		{name: "nothing was run", xml: `<testsuites></testsuites>`, want: Report{Failures: []Failure{}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := Read(strings.NewReader(test.xml))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got); diff != "" {
				t.Errorf("report differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, xml, want string }{
		{"nothing", "", "holds no XML element"},
		{"only a header", `<?xml version="1.0"?>`, "holds no XML element"},
		{"cut off", `<testsuites><testsuite><testcase name="one"/>`, "unexpected EOF"},
		{"wrong order", `<testsuites><testsuite></testsuites>`, "closed by"},
		{"no XML", "5 passed", "holds no XML element"},
		{"another format", `<coverage line-rate="1"/>`, "root is <coverage>"},
		{"two documents", `<testsuite/><testsuite/>`, "line 1: <testsuite> after the end of the root"},
		{"suites too deep", strings.Repeat("<testsuite>", 1000), "more than 100 elements are nested in each other"},
		{"other elements too deep", `<testsuite>` + strings.Repeat("<a>", 1000), "more than 100 elements are nested in each other"},
		{"too large", `<testsuite>` + strings.Repeat(" ", MaxSize) + `</testsuite>`, "has more than 20 MB"},
		{"output after the report", "<testsuite/>\nTraceback", "line 2: text after the end of the root"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(strings.NewReader(test.xml))
			if err == nil || !strings.HasPrefix(err.Error(), "JUnit report: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// All failures are counted, but a report of the tests' own making is not kept as
// a whole.
func TestReadKeepsAPart(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 20_000)
	one := `<testcase classname="a" name="` + long + `"><failure message="` + long + `">` + long + `</failure></testcase>`
	few := strings.Repeat(`<testcase name="b"><failure/><failure/><error/></testcase>`, 1000)
	many := `<testcase name="c">` + strings.Repeat(`<failure/>`, 100_000) + `</testcase>`
	for name, test := range map[string]struct {
		xml  string
		want Counts
	}{
		"many tests":             {one + few, Counts{Failed: 1001}},
		"many failures of a one": {one + many, Counts{Failed: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Read(strings.NewReader(`<testsuite>` + test.xml + `</testsuite>`))
			if err != nil {
				t.Fatal(err)
			}
			if got.Counts != test.want || len(got.Failures) != MaxFailures {
				t.Errorf("counts %+v, %d failures; want %+v, %d", got.Counts, len(got.Failures), test.want, MaxFailures)
			}
			first := got.Failures[0]
			for what, text := range map[string]string{"name": first.Name, "message": first.Message, "text": first.Text} {
				if len(text) >= len(long) || !strings.HasPrefix(text, "long long") || !strings.HasSuffix(text, "…") {
					t.Errorf("%d bytes are kept of a %s", len(text), what)
				}
			}
		})
	}
}

func TestTotal(t *testing.T) {
	t.Parallel()
	for want, counts := range []Counts{{}, {Errors: 1}, {Failed: 1, Skipped: 1}, {Passed: 2, Errors: 1}, {Passed: 1, Failed: 1, Errors: 1, Skipped: 1}} {
		if got := counts.Total(); got != want {
			t.Errorf("%+v: total %d, want %d", counts, got, want)
		}
	}
}
