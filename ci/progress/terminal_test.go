package progress

import (
	"errors"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func size(columns, rows int) func() (int, int) {
	return func() (int, int) { return columns, rows }
}

// expect waits for the next redraw and compares the whole screen.
func expect(t *testing.T, s *screen, want ...string) {
	t.Helper()
	time.Sleep(tick)
	synctest.Wait()
	if got := strings.TrimSuffix(s.String(), "\n"); got != strings.Join(want, "\n") {
		t.Errorf("screen:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s screen
		d := New(&s, Options{Terminal: true, Size: size(40, 10)})
		d.Info("engine: docker v0.21.8")
		build := d.Start("django: builder of \x1b[1muWSGI\x1b[0m\nand Pillow")
		test := d.Start("calculator: test")
		expect(t, &s, "engine: docker v0.21.8", "⠋ django: builder of uWSGI and Pillow …", "⠋ calculator: test  0s")
		time.Sleep(4 * time.Second)
		test.Done("14 passed")
		expect(t, &s, "engine: docker v0.21.8", "✓ calculator: test  4.2s  14 passed", "⠙ django: builder of uWSGI and Pillow …")
		d.Warn("requirements.txt: no hashes: anybody may have changed them")
		build.Fail(errors.New("uwsgi: gcc is missing\n  in requirements.txt"))
		build.Done("too late")
		expect(t, &s,
			"engine: docker v0.21.8",
			"✓ calculator: test  4.2s  14 passed",
			"! requirements.txt: no hashes: anybody",
			"  may have changed them",
			"✗ django: builder of uWSGI and Pillow",
			"  4.4s",
			"  uwsgi: gcc is missing",
			"    in requirements.txt")
		d.Close()
	})
}

func TestTerminalHidesLiveLinesWhenClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s screen
		d := New(&s, Options{Terminal: true, Size: size(40, 10)})
		late := d.Start("django: scan")
		expect(t, &s, "⠋ django: scan  0s")
		d.Info("stopped")
		d.Close()
		d.Close()
		expect(t, &s, "stopped")
		late.Fail(errors.New("interrupted"))
		expect(t, &s, "stopped", "✗ django: scan  0.4s", "  interrupted")
	})
}

func TestTerminalCountsWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s screen
		d := New(&s, Options{Terminal: true, Size: size(40, 4)})
		for _, name := range []string{"a", "b", "c"} {
			d.Start(name)
		}
		expect(t, &s, "⠋ a  0s", "⠋ b  0s", "⠋ c  0s")
		d.Start("d")
		expect(t, &s, "⠙ a  0s", "⠙ b  0s", "  … and 2 more")
		d.Close()
	})
}

// The last column of a terminal is left free.
func TestTerminalCutsLiveLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		columns int
		want    string
	}{
		{"calculator", 17, "⠋ calculator  0s"},
		{"calculator", 12, "⠋ calculat…"},
		{"漢字漢字", 15, "⠋ 漢字漢字  0s"},
		{"漢字漢字", 10, "⠋ 漢字漢…"},
		{"漢字漢字", 9, "⠋ 漢字…"},
		{"cafe\u0301", 11, "⠋ cafe\u0301  0s"}, // the accent has no column of its own
		{"cafe\u0301s", 7, "⠋ caf…"},
		{"✅⚡️☕", 13, "⠋ ✅⚡️☕  0s"},
		{"✅⚡️☕", 12, "⠋ ✅⚡️☕  …"},
		{"한국어", 10, "⠋ 한국어…"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var s screen
			d := New(&s, Options{Terminal: true, Size: size(test.columns, 10)})
			d.Start(test.name)
			expect(t, &s, test.want)
			d.Close()
		})
	}
}

func TestTerminalMadeNarrower(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// A line of 26 columns takes two rows in a terminal of 20, so the cursor goes up by three rows for two tasks.
		var out strings.Builder
		var columns atomic.Int32
		columns.Store(80)
		d := New(&out, Options{Terminal: true, Size: func() (int, int) { return int(columns.Load()), 10 }})
		d.Start("django: builder is long")
		d.Start("scan")
		time.Sleep(tick)
		synctest.Wait()
		columns.Store(20)
		time.Sleep(tick)
		synctest.Wait()
		d.Close()
		if want := "\x1b[3A\r\x1b[J⠙ django: builder …\n⠙ scan  0s\n"; !strings.Contains(out.String(), want) {
			t.Errorf("got %q, want %q in it", out.String(), want)
		}
	})
}

func TestTerminalRedrawsAtMostFiveTimesASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s screen
		d := New(&s, Options{Terminal: true})
		for range 1000 {
			task := d.Start("step")
			time.Sleep(time.Millisecond)
			task.Fail(nil)
		}
		synctest.Wait()
		if got := s.count(); got < 4 || got > 5 {
			t.Errorf("%d writes in one second, want 4 or 5", got)
		}
		d.Close()
	})
}

func TestColor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options Options
		want    string
	}{
		"terminal":            {Options{Terminal: true, Color: true}, "<33>!<0> careful"},
		"without colour":      {Options{Terminal: true}, "! careful"},
		"a log is never dyed": {Options{Color: true}, "! careful"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s screen
			d := New(&s, test.options)
			d.Warn("careful")
			d.Close()
			if got := strings.TrimSuffix(s.String(), "\n"); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestForAFile(t *testing.T) {
	t.Parallel()
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got := For(file); got.Terminal || got.Color {
		t.Errorf("a file is taken for a terminal: %+v", got)
	}
}
