package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/summary"
)

func TestFailedTests(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{
		"dist/shop/junit.xml": `<testsuite><testcase classname="tests.test_sum" name="test_two"/><testcase classname="tests.test_sum" name="test_three">
<failure message="assert 2 == 3">tests/test_sum.py:9: AssertionError</failure></testcase>
<testcase classname="tests" name="setup"><error message="no database"/></testcase></testsuite>`,
		"dist/broken/junit.xml": "<testsuite>",
		"dist/silent/":          "",
	})
	outside := t.TempDir()
	for name, test := range map[string]struct {
		folder, out string
		want        []summary.FailedTest
		err         string
	}{
		"of an app of the repository": {folder: root + "/apps/shop", out: "shop", want: []summary.FailedTest{
			{Name: "tests.test_sum.test_three", File: "apps/shop/tests/test_sum.py", Line: 9, Message: "assert 2 == 3"},
			{Name: "tests.setup", Message: "no database"},
		}},
		"of an app that is elsewhere": {folder: outside, out: "shop", want: []summary.FailedTest{
			{Name: "tests.test_sum.test_three", File: filepath.Join(outside, "tests/test_sum.py"), Line: 9, Message: "assert 2 == 3"},
			{Name: "tests.setup", Message: "no database"},
		}},
		"of a command that writes no report": {folder: root, out: "silent"},
		"of a report that was cut off":       {folder: root, out: "broken", err: "JUnit report: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := (&job{root: root}).failedTests(app{folder: test.folder}, filepath.Join(root, "dist", test.out))
			if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("failed tests differ (-want +got):\n%s", diff)
			}
		})
	}
}

// A report may name any file; one of another folder is none of the repository's.
func TestInRepository(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "repository")
	folder := filepath.Join(root, "apps", "shop")
	for file, want := range map[string]string{
		"":                          "",
		"tests/test_sum.py":         "apps/shop/tests/test_sum.py",
		"../../conftest.py":         "conftest.py",
		"../../../secret/passwords": filepath.Join(filepath.Dir(root), "secret", "passwords"),
	} {
		if got := inRepository(root, folder, file); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}
