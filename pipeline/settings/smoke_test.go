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
		{"nothing said", Default().Smoke, false},
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
