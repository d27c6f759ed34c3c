package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// For returns the options that fit a file: a terminal of its size, or a log when it is none, or one that cannot move
// its cursor (TERM=dumb). Colour is left to the caller to switch off. Size is 0 by 0 for what is no terminal.
func For(file *os.File) Options {
	descriptor := int(file.Fd())
	terminal := term.IsTerminal(descriptor) && os.Getenv("TERM") != "dumb"
	return Options{
		Terminal: terminal,
		Color:    terminal,
		Size: func() (int, int) {
			columns, rows, err := term.GetSize(descriptor)
			if err != nil {
				return 0, 0
			}
			return columns, rows
		},
	}
}

func (d *Display) size() (columns, rows int) {
	if d.options.Size != nil {
		columns, rows = d.options.Size()
	}
	if columns <= 0 || rows <= 0 {
		return 80, 24
	}
	return columns, rows
}

// keep adds a line that stays: at once to a log, with the next redraw to a terminal, so that tasks which end together
// make one redraw.
func (d *Display) keep(line string) {
	if !d.options.Terminal || d.closed {
		io.WriteString(d.w, line+"\n")
		return
	}
	d.pending.WriteString(line + "\n")
}

// keepText keeps all lines of a text, the first behind a prefix and the others as far to the right.
func (d *Display) keepText(prefix, text string) {
	for line := range strings.SplitSeq(strings.TrimRight(Plain(text), "\n"), "\n") {
		d.keep(prefix + line)
		prefix = strings.Repeat(" ", width(prefix))
	}
}

// redraw replaces the live lines by the lines that stay and the new live lines, in one write lest it flicker.
func (d *Display) redraw() {
	if len(d.drawn) == 0 && d.pending.Len() == 0 && len(d.running) == 0 {
		return
	}
	columns, rows := d.size()
	var screen strings.Builder
	if up := rowsOf(d.drawn, columns); up > 0 {
		fmt.Fprintf(&screen, "\x1b[%dA\r\x1b[J", up)
	}
	// One column is left free: some terminals begin a new line as soon as the last one is written.
	columns = max(columns-1, 1)
	for line := range strings.Lines(d.pending.String()) {
		for _, part := range Wrap(strings.TrimRight(line, "\n"), columns) {
			screen.WriteString(part + "\n")
		}
	}
	d.pending.Reset()
	d.drawn = d.drawn[:0]
	for _, line := range d.live(rows) {
		line = truncate(line, columns)
		screen.WriteString(line + "\n")
		d.drawn = append(d.drawn, width(line))
	}
	d.frame++
	io.WriteString(d.w, screen.String())
}

// rowsOf counts the rows that lines of these widths take now: a terminal made narrower has broken them since.
func rowsOf(widths []int, columns int) int {
	rows := 0
	for _, w := range widths {
		rows += max(1, (w+columns-1)/columns)
	}
	return rows
}

var frames = []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

// live returns a line for each running task, the oldest first; what does not fit the rows is counted, because a line
// that has scrolled off cannot be redrawn.
func (d *Display) live(rows int) []string {
	var lines []string
	room := max(rows-1, 1)
	for i, t := range d.running {
		if len(lines) == room-1 && len(d.running) > room {
			return append(lines, fmt.Sprintf("  … and %d more", len(d.running)-i))
		}
		lines = append(lines, fmt.Sprintf("%c %s  %s", frames[d.frame%len(frames)], t.name, age(time.Since(t.started))))
	}
	return lines
}
