package lock

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLogicalLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"comments", "# first\nlark==1.2.2 # grammar\n  # last", []string{"1: ", "2: lark==1.2.2", "3: "}},
		{"a # in an address", "git+https://example.com/a.git#egg=a # why", []string{"1: git+https://example.com/a.git#egg=a"}},
		{"continued", "lark==1.2.2 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nidna", []string{"1: lark==1.2.2 --hash=sha256:aa --hash=sha256:bb", "4: idna"}},
		{"a comment ends it", "lark==1.2.2 \\\n    # via app\nidna", []string{"1: lark==1.2.2", "3: idna"}},
		{"a backslash in a comment", "lark==1.2.2 # note \\\nidna", []string{"1: lark==1.2.2", "2: idna"}},
		{"continued into the end", "lark==1.2.2 \\", []string{"1: lark==1.2.2"}},
		{"nothing", "", []string{"1: "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, line := range logicalLines("r.txt", test.text) {
				got = append(got, line.Place.String()[len("r.txt: line "):]+": "+line.text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("lines differ (-want +got):\n%s", diff)
			}
		})
	}
}
