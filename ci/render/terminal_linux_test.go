package render

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// A pseudo-terminal's own end is a terminal, too. Not parallel: the environment
// is the process's.
func TestTerminal(t *testing.T) {
	file, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := unix.IoctlSetWinsize(int(file.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Col: 90, Row: 30}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		term    string
		noColor bool
		color   bool
	}{
		"colours":         {term: "xterm", color: true},
		"no colours":      {term: "xterm", noColor: true},
		"a dumb terminal": {term: "dumb"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TERM", test.term)
			if width, color := Terminal(file, test.noColor); width != 90 || color != test.color {
				t.Errorf("got %d columns, colour %t", width, color)
			}
		})
	}
}

func TestAFileIsNoTerminal(t *testing.T) {
	t.Parallel()
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if width, color := Terminal(file, false); width != 0 || color {
		t.Errorf("got %d columns, colour %t", width, color)
	}
}
