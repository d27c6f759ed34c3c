package main

import (
	"cmp"
	"strings"
	"sync"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/spans"
)

// An output tells apart what running services print. The engine hands it on by
// span: for a service that is one of those from which it came to be, which the
// span of its process is linked to. One of them is the module's function that
// handed it over, or a query of this, and there the module has named it.
type output struct {
	// print gets whole lines, each with the name of its service.
	print func(name, line string)

	mu      sync.Mutex
	names   map[string]string   // of services, by ID of the function's span
	parents map[string]string   // of all spans, by ID
	links   map[string][]string // of a span that others are linked to all that these are linked to
	begun   map[string]string   // lines without their end, by service
	last    map[string][]string // the last lines of each service
}

func newOutput(print func(name, line string)) *output {
	return &output{print: print, names: map[string]string{}, parents: map[string]string{}, links: map[string][]string{}, begun: map[string]string{}, last: map[string][]string{}}
}

// lastLines is how many lines of a service are kept for when it fails.
const lastLines = 40

func (o *output) span(s spans.Span) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.parents[s.ID] = s.Parent
	for _, link := range s.Links {
		o.links[link] = append(o.links[link], s.Links...)
	}
	if name := s.Attributes[report.TraceService]; name != "" {
		o.names[s.Parent] = name
	}
}

func (o *output) log(l spans.Log) {
	o.mu.Lock()
	defer o.mu.Unlock()
	name := o.nameOf(l.Span)
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

// nameOf is the name of the service that a span's output is of, "" for none. What
// stages print while they are built is further below the function.
func (o *output) nameOf(span string) string {
	for _, origin := range append([]string{span}, o.links[span]...) {
		if name := cmp.Or(o.names[origin], o.names[o.parents[origin]]); name != "" {
			return name
		}
	}
	return ""
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
