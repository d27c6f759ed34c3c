package settings

import "testing"

func TestSmokeEnds(t *testing.T) {
	t.Parallel()
	zero, created := 0, 201
	for _, test := range []struct {
		name  string
		smoke Smoke
		want  bool
	}{
		{"no key", Default().Smoke, false},
		{"only a time", Smoke{Timeout: 5e9}, false},
		{"a command", Smoke{Command: Exec("true")}, true},
		{"an output", Smoke{Output: "3"}, true},
		{"a status", Smoke{Status: &zero}, true},
		{"a path", Smoke{Path: "/", Status: &created}, false},
	} {
		if got := test.smoke.Ends(); got != test.want {
			t.Errorf("%s: Ends = %t, want %t", test.name, got, test.want)
		}
	}
}

func TestStringOfADuration(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]Duration{"30s": 30e9, "15m": 900e9, "1m30s": 90e9, "1h": 3600e9, "1h30m": 5400e9, "1h0m5s": 3605e9, "10m": 600e9, "20h": 72000e9, "1.5s": 15e8, "0s": 0} {
		if got := d.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
