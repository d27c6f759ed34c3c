package testresult

import (
	"strings"
	"testing"
)

// A test suite can write any content as its coverage report.
func FuzzReadCobertura(f *testing.F) {
	for _, seed := range []string{
		`<?xml version="1.0"?><coverage line-rate="0.875"><packages/></coverage>`, `<coverage/>`, `<coverage line-rate="NaN"/>`, `<coverage line-rate="-0"/>`,
		`<coverage line-rate="1e-400"/>`, `<coverage line-rate="0x1p-2"/>`, `<!DOCTYPE a [<!ENTITY b "1">]><coverage line-rate="&b;"/>`, `<coverage line-rate="1">`,
		`<coverage line-rate="1"/><coverage line-rate="0"/>`, "\xff", strings.Repeat("<a>", 20_000),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		percent, err := ReadCobertura(strings.NewReader(text))
		if err == nil && !(percent >= 0 && percent <= 100) {
			t.Errorf("%v percent", percent)
		}
		if err != nil && (percent != 0 || !strings.HasPrefix(err.Error(), "coverage report: ")) {
			t.Errorf("%v percent and the error %q", percent, err)
		}
	})
}
