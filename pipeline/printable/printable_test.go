package printable

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain": "plain",
		"ünïcode, 漢字, e\u0301 and 🙂 stay": "ünïcode, 漢字, e\u0301 and 🙂 stay",
		"one\r\n\ttwo\n":                       "one\n\ttwo\n",
		"\x1b[31mred":                          `\x1b[31mred`,
		"\x1b]52;c;cm0=\a":                     `\x1b]52;c;cm0=\a`,
		"\u009b2J":                             `\u009b2J`,
		"over\rwritten":                        `over\rwritten`,
		"user\u202egnp.exe":                    `user\u202egnp.exe`,
		"\u2066a\u2069\u200e\u200f\u061c":      `\u2066a\u2069\u200e\u200f\u061c`,
		"no\u200bwidth\ufeff":                  `no\u200bwidth\ufeff`,
		"a\u2028b":                             `a\u2028b`,
		"\U000e0041":                           `\U000e0041`,
		"\xff\xfe":                             `\xff\xfe`,
		`what is written as \x1b, "in quotes"`: `what is written as \x1b, "in quotes"`,
	} {
		if got := Text(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	if got, want := Line("a\n::error::b\tc\r"), `a\n::error::b\tc\r`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestError(t *testing.T) {
	t.Parallel()
	cause := errors.New("no such file: \x1b[2J")
	err := Error(cause)
	if got, want := err.Error(), `no such file: \x1b[2J`; got != want || !errors.Is(err, cause) {
		t.Errorf("got %q, want %q", got, want)
	}
	if Error(nil) != nil {
		t.Error("nil became an error")
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	text := "\u202e\u009b\x7f\U000e0041 and é"
	document, err := json.MarshalIndent(map[string]string{"a": text}, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	shown := JSON(document)
	if want := "{\n\t\"a\": \"" + `\u202e\u009b\u007f\udb40\udc41` + " and é\"\n}"; string(shown) != want {
		t.Errorf("got %s, want %s", shown, want)
	}
	var read map[string]string
	if err := json.Unmarshal(shown, &read); err != nil || read["a"] != text {
		t.Errorf("the document has %q now (%v)", read["a"], err)
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"plain\ttext\r\n", "\x1b]0;title\x07", "\u202eabc\u2069", "\xff\x9b\u009b", "\r\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, shown := range []string{Text(text), Line(text)} {
			if !utf8.ValidString(shown) {
				t.Errorf("%q is not valid UTF-8", shown)
			}
			if at := strings.IndexFunc(shown, func(r rune) bool {
				return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r))
			}); at >= 0 {
				t.Errorf("%q has a character that is not visible at %d", shown, at)
			}
			if again := Text(shown); again != shown {
				t.Errorf("%q becomes %q the second time", shown, again)
			}
		}
		if strings.ContainsAny(Line(text), "\n\t") {
			t.Error("Line gave more than one line")
		}
	})
}

func TestFirst(t *testing.T) {
	t.Parallel()
	for want, all := range map[string][]string{
		"":                nil,
		"a, b":            {"a", "b"},
		"a, b and 1 more": {"a", "b", "c"},
		"a, b and 3 more": {"a", "b", "c", "d", "e"},
	} {
		if got := First(2, all); got != want {
			t.Errorf("%q: got %q, want %q", all, got, want)
		}
	}
}
