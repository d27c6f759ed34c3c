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
	// tick is the time between redraws of a terminal, and between looks for tasks that a log has to show again.
	tick = 200 * time.Millisecond
	// brief is the time below which a finished task leaves no line: dozens of cached steps would hide the slow ones.
	brief = 500 * time.Millisecond
)

// Options says what a [Display] may assume about its writer. The zero value is a plain log.
type Options struct {
	Terminal bool                       // lines may be redrawn in place
	Color    bool                       // marks may be coloured; only with Terminal
	Verbose  bool                       // tasks shorter than 0.5 s leave a line too
	Size     func() (columns, rows int) // of the terminal, called at every redraw; nil or 0: 80 by 24
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
	pending strings.Builder // permanent lines that are not written yet
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
			d.showLongTasks()
		}
		d.mu.Unlock()
	}
}

// Start adds a task; its name has the app and the step, such as "calculator: test".
func (d *Display) Start(name string) *Task {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := &Task{display: d, name: oneLine(name), started: time.Now(), showAt: firstShown, interval: firstShown}
	if !d.closed {
		d.running = append(d.running, t)
	}
	return t
}

// Info adds one or more permanent lines.
func (d *Display) Info(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keepText("", line)
}

// Warn adds one or more permanent lines, marked as a warning.
func (d *Display) Warn(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keepText(d.mark(warning)+" ", line)
}

// Close removes the live lines, writes the pending ones and stops redrawing. Later lines are written at once; a task that
// still runs leaves a line when it ends. A second Close does nothing.
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

// end removes a task from the live lines, and adds its permanent line unless it was brief.
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
	if note = oneLine(note); note != "" {
		line += "  " + note
	}
	d.keep(d.mark(m) + " " + line)
	if details != "" {
		d.keepText("  ", details)
	}
}
