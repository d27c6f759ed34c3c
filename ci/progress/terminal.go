package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// For returns the options for a file: those of a terminal, or of a log if it is not one or cannot move its cursor
// (TERM=dumb). The caller may switch Color off. Size returns 0 by 0 for a file that is not a terminal.
func For(file *os.File) Options {
	descriptor := int(file.Fd())
	terminal := term.IsTerminal(descriptor) && os.Getenv("TERM") != "dumb"
	size := func() (int, int) {
		columns, rows, _ := term.GetSize(descriptor)
		return columns, rows
	}
	return Options{Terminal: terminal, Color: terminal, Size: size}
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

// keep adds a permanent line: at once to a log, with the next redraw to a terminal, so that tasks which end together cause
// one redraw.
func (d *Display) keep(line string) {
	if !d.options.Terminal || d.closed {
		io.WriteString(d.w, line+"\n")
		return
	}
	d.pending.WriteString(line + "\n")
}

// keepText adds all lines of a text, the first one after the prefix and the others indented by its width.
func (d *Display) keepText(prefix, text string) {
	for line := range strings.SplitSeq(strings.TrimRight(Plain(text), "\n"), "\n") {
		d.keep(prefix + line)
		prefix = strings.Repeat(" ", ansi.StringWidth(prefix))
	}
}

// redraw replaces the live lines by the pending permanent lines and the new live lines, in one write so that the screen does
// not flicker.
func (d *Display) redraw() {
	if len(d.drawn) == 0 && d.pending.Len() == 0 && len(d.running) == 0 {
		return
	}
	columns, rows := d.size()
	var screen strings.Builder
	if up := rowsOf(d.drawn, columns); up > 0 {
		fmt.Fprintf(&screen, "\x1b[%dA\r\x1b[J", up)
	}
	// One column is left free: some terminals begin a new line as soon as the last column is written.
	columns = max(columns-1, 1)
	for line := range strings.Lines(d.pending.String()) {
		for _, part := range Wrap(strings.TrimRight(line, "\n"), columns) {
			screen.WriteString(part + "\n")
		}
	}
	d.pending.Reset()
	d.drawn = d.drawn[:0]
	for _, line := range d.live(rows) {
		line = ansi.Truncate(line, columns, "…")
		screen.WriteString(line + "\n")
		d.drawn = append(d.drawn, ansi.StringWidth(line))
	}
	d.frame++
	io.WriteString(d.w, screen.String())
}

// rowsOf counts the rows that lines of these widths take now: a terminal that became narrower has wrapped them.
func rowsOf(widths []int, columns int) int {
	rows := 0
	for _, w := range widths {
		rows += max(1, (w+columns-1)/columns)
	}
	return rows
}

var frames = []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

// live returns a line for each running task, the oldest first. Tasks that do not fit the rows are counted in the last line,
// because a line that has scrolled off cannot be redrawn.
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
