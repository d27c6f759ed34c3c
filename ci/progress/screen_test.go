package progress

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// screen is a terminal that understands the output of a Display: text, new lines, cursor up, return and clear to the end.
// Any other escape sequence, except colours, ends up in its lines, so that a test sees it.
type screen struct {
	mu     sync.Mutex
	lines  []string
	writes int
}

var control = regexp.MustCompile(`^\x1b\[(\d*)([AJm])`)

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	if len(s.lines) == 0 {
		s.lines = []string{""}
	}
	row := len(s.lines) - 1
	for text := string(p); text != ""; {
		if match := control.FindStringSubmatch(text); match != nil {
			switch match[2] {
			case "A":
				var up int
				fmt.Sscan(match[1], &up)
				row -= up
				if row < 0 {
					return 0, fmt.Errorf("the cursor left the screen by %d lines", -row)
				}
			case "J":
				s.lines = s.lines[:row+1]
				s.lines[row] = ""
			case "m":
				s.lines[row] += "<" + match[1] + ">"
			}
			text = text[len(match[0]):]
			continue
		}
		switch text[0] {
		case '\r':
		case '\n':
			row++
			s.lines = append(s.lines, "")
		default:
			s.lines[row] += text[:1]
		}
		text = text[1:]
	}
	return len(p), nil
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.lines, "\n")
}

func (s *screen) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writes
}
