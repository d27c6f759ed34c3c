package lock

import (
	"strconv"
	"strings"
	"testing"
)

func TestSpecifiers(t *testing.T) {
	t.Parallel()
	// The minor versions from 9 to 14 that are accepted with any patch level at all.
	for text, want := range map[string]string{
		">=3.9":                "9 10 11 12 13 14",
		">= 3.12":              "12 13 14",
		">3.12":                "12 13 14",
		">3.12.99":             "13 14",
		"<3.12":                "9 10 11",
		"<3.12.0":              "9 10 11",
		"<=3.12":               "9 10 11 12",
		"==3.11.*":             "11",
		"==3.*":                "9 10 11 12 13 14",
		"==3.11":               "11",
		"===3.11.4":            "11",
		"!=3.11.*,>=3.10,<4":   "10 12 13 14",
		"!=3.11":               "9 10 11 12 13 14",
		"~=3.11":               "11 12 13 14",
		"~=3.11.2":             "11",
		"~=3.12.0rc1":          "12",
		">=3.13.0rc1":          "13 14",
		"<3.14.0a1":            "9 10 11 12 13",
		"<=3.14rc1":            "9 10 11 12 13",
		"==3.14.0rc1":          "",
		">=3.11.dev0":          "11 12 13 14",
		">3.12.99.post1":       "13 14",
		"<3.9.0.post1":         "9",
		">=v3.13":              "13 14",
		" >=3.10 , <3.12 , ":   "10 11",
		"==3.11.4.0":           "11",
		"==3.11.4.*":           "11",
		">=3.9,!=3.9.*,!=3.10": "10 11 12 13 14",
		"<3":                   "",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			specifiers, err := ParseSpecifiers(text)
			if err != nil {
				t.Fatal(err)
			}
			var accepted []string
			for minor := 9; minor <= 14; minor++ {
				if specifiers.AcceptedPatch(minor) >= 0 {
					accepted = append(accepted, strconv.Itoa(minor))
				}
			}
			if got := strings.Join(accepted, " "); got != want {
				t.Errorf("accepts %q, want %q", got, want)
			}
		})
	}
}

func TestSpecifierErrors(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"3.11", "=3.11", "^3.11", ">=3.9 <3.12", ">=3.9 || <3", ">=3.11.*", "~=3.11.*", "~=3", ">=", "*"} {
		if parsed, err := ParseSpecifiers(text); err == nil {
			t.Errorf("%q gives %v, want an error", text, parsed)
		}
	}
}
