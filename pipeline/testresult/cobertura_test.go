package testresult

import (
	"math"
	"strings"
	"testing"
)

func TestReadCobertura(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, xml string
		want      float64
	}{
		{"coverage.py", `<?xml version="1.0" ?>
<coverage version="7.6.1" timestamp="1" lines-valid="24" lines-covered="21" line-rate="0.875" branch-rate="0">
	<!-- a comment -->
	<packages><package name="." line-rate="0.5"><classes/></package></packages>
</coverage>
`, 87.5},
		{"with a document type", `<!DOCTYPE coverage SYSTEM "coverage-04.dtd"><coverage line-rate="1"/>`, 100},
		{"nothing was run", `<coverage line-rate="0"/>`, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadCobertura(strings.NewReader(test.xml))
			if err != nil || math.Abs(got-test.want) > 1e-9 {
				t.Errorf("%v (%v), want %v", got, err, test.want)
			}
		})
	}
}

func TestReadCoberturaErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, xml, want string }{
		{"nothing", "", "holds no XML element"},
		{"cut off", `<coverage line-rate="0.5"><packages>`, "unexpected EOF"},
		{"another format", `<testsuites/>`, "root is <testsuites>"},
		{"no rate", `<coverage branch-rate="1"/>`, "has no line-rate"},
		{"a rate of a package is not the total", `<coverage><package line-rate="1"/></coverage>`, "has no line-rate"},
		{"no number", `<coverage line-rate="most"/>`, `line-rate is "most"`},
		{"above one", `<coverage line-rate="87.5"/>`, `line-rate is "87.5"; it must be a number from 0 to 1`},
		{"not a number", `<coverage line-rate="NaN"/>`, `line-rate is "NaN"`},
		{"too deep", `<coverage line-rate="1">` + strings.Repeat("<a>", 1000), "more than 100 elements are nested in each other"},
		{"too large", `<coverage line-rate="1">` + strings.Repeat(" ", MaxSize) + `</coverage>`, "has more than 20 MB"},
		{"two roots", `<coverage line-rate="1"/><coverage line-rate="0"/>`, "has two roots"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadCobertura(strings.NewReader(test.xml))
			if err == nil || !strings.HasPrefix(err.Error(), "coverage report: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}
