package progress

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain text":                       "plain text",
		"\x1b[1;31mred\x1b[0m":             "red",
		"one\r\n\ttwo":                     "one\n    two",
		"\x1b]0;title\x07shown":            `\x1b]0;title\ashown`,
		"up\x1b[2Aand \x1b]8;;x\x1b\\link": `up\x1b[2Aand \x1b]8;;x\x1b\link`,
		"over\rwritten, \u009b2J":          `over\rwritten, \u009b2J`,
		"user\u202egnp.exe":                `user\u202egnp.exe`,
		"\x1b\x1b[0m[2J":                   `\x1b[2J`,
		"  indented, ünïcode and 漢 stay\n": "  indented, ünïcode and 漢 stay\n",
	} {
		if got := Plain(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got := oneLine("\x1b[1mcompiling\n\t12/90 "); got != "compiling 12/90" {
		t.Errorf("oneLine: got %q", got)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"fits as  it is":                       "fits as  it is",
		"! a warning that is longer":           "! a warning that|  is longer",
		"  an error line that is longer":       "  an error line|  that is longer",
		"see ghcr.io/acme/django@sha256:1 now": "see|  ghcr.io/acme/django@sha256:1|  now",
		"cafe\u0301 cafe\u0301 cafe\u0301 1":   "cafe\u0301 cafe\u0301 cafe\u0301 1",
		"漢字 漢字 漢字 1":                           "漢字 漢字 漢字 1",
		"☕☕☕☕ is coffee":                       "☕☕☕☕ is|  coffee",
	} {
		if got := strings.Join(Wrap(line, 16), "|"); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
		if got := Wrap(line, 0); len(got) != 1 || got[0] != line {
			t.Errorf("%q without a limit: got %q", line, got)
		}
	}
}

func TestSeconds(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		40 * time.Millisecond:                                 "0.0s",
		12340 * time.Millisecond:                              "12.3s",
		59960 * time.Millisecond:                              "1m00s",
		3*time.Minute + 20*time.Second + 600*time.Millisecond: "3m21s",
	} {
		if got := Seconds(d); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
	}
}

func TestLastLines(t *testing.T) {
	t.Parallel()
	for output, want := range map[string][]string{
		"":                               nil,
		"\n \n":                          nil,
		"\n  one \n\x1b[31mtwo\x1b[0m\n": {"  one", "two"},
		"one\ntwo\nthree":                {"… 1 line before", "two", "three"},
		"one\ntwo\nthree\nfour":          {"… 2 lines before", "three", "four"},
	} {
		if diff := cmp.Diff(want, LastLines(output, 2)); diff != "" {
			t.Errorf("%q: lines differ (-want +got):\n%s", output, diff)
		}
	}
}
