package engine

import "testing"

func TestJudgeVersion(t *testing.T) {
	t.Parallel()
	const wanted = "v0.21.8"
	for version, test := range map[string]struct{ note, err string }{
		"v0.21.8":  {"", ""},
		"0.21.8":   {"", ""}, // some engines leave out the letter
		"v0.21.9":  {"its version v0.21.9 is newer than v0.21.8, which this program is made for", ""},
		"v0.22.0":  {"its version v0.22.0 is newer than v0.21.8, which this program is made for", ""},
		"v1.0.0":   {"its version v1.0.0 is newer than v0.21.8, which this program is made for", ""},
		"v0.21.10": {"its version v0.21.10 is newer than v0.21.8, which this program is made for", ""},
		"v0.21.7":  {"", "its version v0.21.7 is older than v0.21.8, which this program needs"},
		"v0.9.3":   {"", "its version v0.9.3 is older than v0.21.8, which this program needs"},
		"0.9.3":    {"", "its version 0.9.3 is older than v0.21.8, which this program needs"},
		// Development versions.
		"v0.21.9-260101-dev":          {"its version v0.21.9-260101-dev is newer than v0.21.8, which this program is made for", ""},
		"v0.21.8-260101-dev-0a1b2c3d": {"its version v0.21.8-260101-dev-0a1b2c3d is a development version of v0.21.8, which this program is made for", ""},
		"v0.21.7-260101-dev-0a1b2c3d": {"", "its version v0.21.7-260101-dev-0a1b2c3d is older than v0.21.8, which this program needs"},
		"v0.21.8+local":               {"", ""},
		// What somebody built without a version.
		"":       {`its version "" cannot be compared with v0.21.8, which this program is made for`, ""},
		"devel":  {`its version "devel" cannot be compared with v0.21.8, which this program is made for`, ""},
		"vvv1.0": {`its version "vvv1.0" cannot be compared with v0.21.8, which this program is made for`, ""},
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			note, err := judgeVersion(version, wanted)
			if note != test.note || (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Errorf("got %q, %v", note, err)
			}
		})
	}
}
