package freshness

import (
	"testing"
	"time"
)

func TestWithin(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		made  time.Time
		limit time.Duration
		want  bool
	}{
		"made now":                       {now, time.Hour, true},
		"young":                          {now.Add(-59 * time.Minute), time.Hour, true},
		"as old as the limit":            {now.Add(-time.Hour), time.Hour, false},
		"old":                            {now.Add(-48 * time.Hour), time.Hour, false},
		"from the future by two days":    {now.Add(48 * time.Hour), time.Hour, false},
		"from the future by a second":    {now.Add(time.Second), time.Hour, false},
		"nothing is fresh for no time":   {now, 0, false},
		"never made":                     {time.Time{}, time.Hour, false},
		"in another zone, the same time": {now.In(time.FixedZone("", 7200)), time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Within(test.limit, test.made, now); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
