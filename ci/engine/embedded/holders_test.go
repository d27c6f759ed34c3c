//go:build linux

package embedded

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHoldersIn(t *testing.T) {
	t.Parallel()
	const table = `1: POSIX  ADVISORY  WRITE 311 00:17:1042 0 EOF
2: FLOCK  ADVISORY  READ  4711 08:01:131085 0 EOF
2: -> FLOCK  ADVISORY  WRITE 4712 08:01:131085 0 EOF
3: FLOCK  ADVISORY  READ  4713 08:01:131085 0 EOF
4: FLOCK  ADVISORY  READ  0 08:01:131085 0 EOF
5: FLOCK  ADVISORY  WRITE 4714 08:01:131086 0 EOF
6: FLOCK  ADVISORY  READ  4711 08:01:131085 0 EOF
`
	for file, want := range map[string][]string{
		"08:01:131085": {"4711", "4713"},
		"08:01:131086": {"4714"},
		"08:02:131085": nil,
	} {
		if diff := cmp.Diff(want, holdersIn(table, file)); diff != "" {
			t.Errorf("%s: holders differ (-want +got):\n%s", file, diff)
		}
	}
}
