package main

import (
	"strings"
	"sync"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/spans"
)

// An output tells apart what running services print. The engine hands it on by
// span: for a service that is the query by which the module's function hands the
// service over, and beside that query the function has a span that names it.
type output struct {
	// print gets whole lines, each with the name of its service.
	print func(name, line string)

	mu      sync.Mutex
	names   map[string]string   // of services, by ID of the function's span
	parents map[string]string   // of all spans, by ID
	begun   map[string]string   // lines without their end, by service
	last    map[string][]string // the last lines of each service
}

func newOutput(print func(name, line string)) *output {
	return &output{print: print, names: map[string]string{}, parents: map[string]string{}, begun: map[string]string{}, last: map[string][]string{}}
}

// lastLines is how many lines of a service are kept for when it fails.
const lastLines = 40

func (o *output) span(s spans.Span) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.parents[s.ID] = s.Parent
	if name := s.Attributes[report.TraceService]; name != "" {
		o.names[s.Parent] = name
	}
}

func (o *output) log(l spans.Log) {
	o.mu.Lock()
	defer o.mu.Unlock()
	// What stages print while they are built is further below the function.
	name := o.names[o.parents[l.Span]]
	if name == "" {
		return
	}
	lines := strings.Split(o.begun[name]+l.Text, "\n")
	o.begun[name] = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		line = progress.Plain(line)
		kept := append(o.last[name], line)
		o.last[name] = kept[max(0, len(kept)-lastLines):]
		o.print(name, line)
	}
}

// The last words of a service that failed come apart from its failure, and one
// apart from the other: nothing more comes after a silence. They may take
// wordsLimit, also those of an app that goes on to talk.
const (
	wordsLimit = 5 * time.Second
	silence    = 500 * time.Millisecond
)

// lastWords gives the last lines that a service printed which failed.
func (o *output) lastWords(name string) string {
	said, since, end := "", time.Now(), time.Now().Add(wordsLimit)
	for time.Now().Before(end) && (said == "" || time.Since(since) < silence) {
		if now := o.tail(name); now != said {
			said, since = now, time.Now()
		}
		time.Sleep(20 * time.Millisecond)
	}
	return said
}

// tail gives the last lines that a service printed.
func (o *output) tail(name string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	lines := append(o.last[name][:len(o.last[name]):len(o.last[name])], progress.Plain(o.begun[name]))
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
