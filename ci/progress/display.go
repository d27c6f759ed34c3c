// Package progress shows what runs while it runs: live lines on a terminal, plain lines in a log.
package progress

import (
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// tick is both the redraw rate of a terminal and the precision of a log's signs of life.
	tick = 200 * time.Millisecond
	// brief is how short a finished task must be to leave no line: dozens of cached steps would hide what took the time.
	brief = 500 * time.Millisecond
)

// Options says what a [Display] may assume about its writer. The zero value is a plain log.
type Options struct {
	Terminal bool                       // lines may be redrawn in place
	Color    bool                       // marks may be coloured; only with Terminal
	Verbose  bool                       // tasks shorter than 0.5 s leave a line too
	Size     func() (columns, rows int) // of the terminal, asked at every redraw; nil or 0: 80 by 24
}

// Display shows running tasks and lines of text. Its methods and those of its tasks may be called concurrently.
// Errors of the writer are ignored: a closed pipe must not stop a pipeline.
type Display struct {
	options Options
	stop    chan struct{}
	stopped sync.WaitGroup

	mu      sync.Mutex
	w       io.Writer
	running []*Task
	pending strings.Builder // lines that stay, not yet written above the live ones
	drawn   []int           // columns of each live line on the screen
	frame   int
	closed  bool
}

// New starts a display on w. Close must be called before the program ends, or the last lines may be missing.
func New(w io.Writer, options Options) *Display {
	options.Color = options.Color && options.Terminal
	d := &Display{w: w, options: options, stop: make(chan struct{})}
	d.stopped.Go(d.run)
	return d
}

func (d *Display) run() {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-d.stop:
			return
		case <-ticker.C:
		}
		d.mu.Lock()
		if d.options.Terminal {
			d.redraw()
		} else {
			d.signsOfLife()
		}
		d.mu.Unlock()
	}
}

// Start adds a task; name says of what and what is done: "calculator: test".
func (d *Display) Start(name string) *Task {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := &Task{display: d, name: clean(name), started: time.Now(), nextSign: signAfter, interval: signAfter}
	if !d.closed {
		d.running = append(d.running, t)
	}
	return t
}

// Info adds a line, or several, that stay.
func (d *Display) Info(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keepText("", line)
}

// Warn adds a line, or several, that stay and are marked as a warning.
func (d *Display) Warn(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keepText(d.mark(warning)+" ", line)
}

// Close removes the live lines, writes what is left and stops redrawing. Lines that come later are written at once; a
// task that still runs leaves one only if it ends later. A second Close does nothing.
func (d *Display) Close() {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return
	}
	d.closed = true
	d.running = nil
	d.redraw()
	d.mu.Unlock()
	close(d.stop)
	d.stopped.Wait()
}

// end takes a task off the live lines and keeps its line when it should stay.
func (d *Display) end(t *Task, m mark, note string, details string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if t.ended {
		return
	}
	t.ended = true
	d.running = slices.DeleteFunc(d.running, func(other *Task) bool { return other == t })
	took := time.Since(t.started)
	if m != failure && took < brief && !d.options.Verbose {
		return
	}
	line := t.name + "  " + Seconds(took)
	if note = clean(note); note != "" {
		line += "  " + note
	}
	d.keep(d.mark(m) + " " + line)
	if details != "" {
		d.keepText("  ", details)
	}
}
