package testresult

import (
	"testing"
	"time"
)

func TestBefore(t *testing.T) {
	t.Parallel()
	now := Moment{Boot: "today's", Seconds: 100}
	for name, test := range map[string]struct {
		moment Moment
		want   bool
	}{
		"a bit earlier":               {Moment{"today's", 99.99}, true},
		"the same":                    {now, false},
		"later":                       {Moment{"today's", 100.5}, false},
		"of an earlier start":         {Moment{"yesterday's", 50}, true},
		"late after an earlier start": {Moment{"yesterday's", 9000}, true},
		"no moment":                   {Moment{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.moment.Before(now); got != test.want {
				t.Errorf("%v before %v: %v", test.moment, now, got)
			}
		})
	}
}

func TestNow(t *testing.T) {
	t.Parallel()
	first, err := Now()
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond) // the clock has hundredths of a second
	second, err := Now()
	if err != nil {
		t.Fatal(err)
	}
	if !first.Before(second) || second.Before(first) || first.String() == second.String() {
		t.Errorf("%v, then %v", first, second)
	}
}
