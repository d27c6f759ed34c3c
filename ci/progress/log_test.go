package progress

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestLog(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		verbose bool
		run     func(*Display)
		want    []string
	}{
		"a task that ends": {
			run: func(d *Display) {
				task := d.Start("calculator: test")
				time.Sleep(1340 * time.Millisecond)
				task.Done("14 passed")
			},
			want: []string{"✓ calculator: test  1.3s  14 passed"},
		},
		"a short one leaves no line": {
			run: func(d *Display) {
				task := d.Start("calculator: plan")
				time.Sleep(400 * time.Millisecond)
				task.Done("")
			},
		},
		"unless verbose": {
			verbose: true,
			run:     func(d *Display) { d.Start("calculator: plan").Done("") },
			want:    []string{"✓ calculator: plan  0.0s"},
		},
		"a failure always does, with all its lines": {
			run:  func(d *Display) { d.Start("calculator: test").Fail(errors.New("2 of 14 failed\ntests/test_app.py:3")) },
			want: []string{"✗ calculator: test  0.0s", "  2 of 14 failed", "  tests/test_app.py:3"},
		},
		"the first end counts": {
			run:  func(d *Display) { task := d.Start("scan"); task.Fail(nil); task.Fail(nil); task.Done("") },
			want: []string{"✗ scan  0.0s"},
		},
		"signs of life, less and less often": {
			run: func(d *Display) {
				task := d.Start("django: builder")
				time.Sleep(200 * time.Second)
				task.Done("")
			},
			want: []string{
				"… django: builder (10s)",
				"… django: builder (30s)",
				"… django: builder (1m10s)",
				"… django: builder (2m10s)",
				"… django: builder (3m10s)",
				"✓ django: builder  3m20s",
			},
		},
		"text": {
			run:  func(d *Display) { d.Info("engine: docker"); d.Warn("lock: old\nrun uv lock"); d.Info("") },
			want: []string{"engine: docker", "! lock: old", "  run uv lock", ""},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var out strings.Builder
				d := New(&out, Options{Verbose: test.verbose})
				test.run(d)
				d.Close()
				want := ""
				for _, line := range test.want {
					want += line + "\n"
				}
				if out.String() != want {
					t.Errorf("got:\n%swant:\n%s", &out, want)
				}
			})
		})
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	for _, terminal := range []bool{true, false} {
		var s screen
		d := New(&s, Options{Terminal: terminal, Verbose: true})
		var tasks sync.WaitGroup
		for range 50 {
			tasks.Go(func() {
				task := d.Start("step")
				d.Info("line")
				task.Done("")
			})
		}
		tasks.Wait()
		d.Close()
		if got := strings.Count(s.String(), "✓ step"); got != 50 {
			t.Errorf("terminal %v: %d finished tasks, want 50", terminal, got)
		}
	}
}
