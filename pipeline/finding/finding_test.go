package finding

import "testing"

func TestMildest(t *testing.T) {
	t.Parallel()
	for severities, want := range map[string]string{"CRITICAL": "CRITICAL", "HIGH,CRITICAL": "HIGH", "CRITICAL, MEDIUM,HIGH": "MEDIUM"} {
		if got, err := Mildest(severities); got != want || err != nil {
			t.Errorf("%s: got %q, %v; want %s", severities, got, err, want)
		}
	}
	for _, severities := range []string{"", "high", "HIGH,", "HIGH;CRITICAL"} {
		if got, err := Mildest(severities); err == nil {
			t.Errorf("%q: no error, but %s", severities, got)
		}
	}
}
