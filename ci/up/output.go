package up

import (
	"cmp"
	"context"
	"strings"
	"sync"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/poll"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/spans"
)

// An output assigns what running services print to them. The engine reports output by span, and links the span of a service's
// process to the spans that created the service. One of these is the call of the module's function that returned the service,
// or a query of that call, and the module has marked it with the service's name.
type output struct {
	print func(name, line string) // gets whole lines, each with the name of its service

	mu      sync.Mutex
	names   map[string]string   // of services, by ID of the function's span
	parents map[string]string   // of all spans, by ID
	links   map[string][]string // from a span that others link to, to all spans that these link to
	partial map[string]string   // the line of each service that has no end yet
	last    map[string][]string // the last lines of each service
}

func newOutput(print func(name, line string)) *output {
	return &output{print: print, names: map[string]string{}, parents: map[string]string{}, links: map[string][]string{}, partial: map[string]string{}, last: map[string][]string{}}
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
	lines := strings.Split(o.partial[name]+l.Text, "\n")
	o.partial[name] = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		line = progress.Plain(line)
		last := append(o.last[name], line)
		o.last[name] = last[max(0, len(last)-lastLines):]
		o.print(name, line)
	}
}

// nameOf returns the name of the service that a span's output belongs to, "" for none. The spans of a build are further below
// the function's.
func (o *output) nameOf(span string) string {
	for _, origin := range append([]string{span}, o.links[span]...) {
		if name := cmp.Or(o.names[origin], o.names[o.parents[origin]]); name != "" {
			return name
		}
	}
	return ""
}

// The last lines of a service that failed arrive after its failure, one by one: they are complete after a silence, and at
// wordsLimit at the latest, as another process of the app may go on printing.
const (
	wordsLimit = 5 * time.Second
	silence    = 500 * time.Millisecond
)

// lastWords waits for the last lines of a service that failed, and returns them.
func (o *output) lastWords(ctx context.Context, name string) string {
	words, since := "", time.Now()
	_, _ = poll.Until(ctx, 20*time.Millisecond, wordsLimit, func() (bool, error) {
		if now := o.tail(name); now != words {
			words, since = now, time.Now()
		}
		return words != "" && time.Since(since) >= silence, nil
	})
	return words
}

// tail returns the last lines of a service.
func (o *output) tail(name string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	lines := append(o.last[name][:len(o.last[name]):len(o.last[name])], progress.Plain(o.partial[name]))
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
