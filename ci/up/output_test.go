package up

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/spans"
)

// Lines are put together from pieces, and assigned to services by the span that the module marked.
func TestOutput(t *testing.T) {
	t.Parallel()
	var printed []string
	o := newOutput(func(name, line string) { printed = append(printed, name+" | "+line) })
	for _, s := range []spans.Span{
		{ID: "1"},
		{ID: "2", Parent: "1", Attributes: map[string]string{report.TraceService: "shop"}},
		{ID: "3", Parent: "1"},
		{ID: "4"},
		{ID: "5", Parent: "4"},
		{ID: "6"},
		{ID: "7", Parent: "4", Attributes: map[string]string{report.TraceService: "shop postgres"}},
		{ID: "8", Parent: "3"},
		{ID: "9"},
		{ID: "10", Links: []string{"9", "5"}},
	} {
		o.span(s)
	}
	for _, l := range []spans.Log{
		{Span: "9", Text: "set up\n"},
		{Span: "3", Text: "spawned "},
		{Span: "5", Text: "starting PostgreSQL\nlistening\nread"},
		{Span: "3", Text: "worker 1\n\x1b[31mspawned\x1b[0m worker 2\n"},
		{Span: "6", Text: "the engine's own\n"},
		{Span: "8", Text: "a stage's\n"},
		{Span: "unknown", Text: "nobody's\n"},
	} {
		o.log(l)
	}
	want := []string{"shop postgres | set up", "shop postgres | starting PostgreSQL", "shop postgres | listening", "shop | spawned worker 1", "shop | spawned worker 2"}
	if diff := cmp.Diff(want, printed); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	// Of what failed the line without an end counts too.
	if got, want := o.tail("shop postgres"), "set up\nstarting PostgreSQL\nlistening\nread"; got != want {
		t.Errorf("tail %q, want %q", got, want)
	}
	if got := o.tail("shop mailhog"); got != "" {
		t.Errorf("tail %q of what printed nothing", got)
	}
}

func TestOutputKeepsTheLastLines(t *testing.T) {
	t.Parallel()
	o := newOutput(func(string, string) {})
	o.span(spans.Span{ID: "1", Attributes: map[string]string{report.TraceService: "shop"}})
	for range 1000 {
		o.log(spans.Log{Span: "1", Text: "early\n"})
	}
	o.log(spans.Log{Span: "1", Text: "the reason\n"})
	kept := o.last["shop"]
	if len(kept) != lastLines || !slices.Contains(kept, "the reason") {
		t.Errorf("%d lines are kept, the last of them %q", len(kept), kept[len(kept)-1])
	}
}

// Lines that arrive in pieces are waited for; the end of a service that never stops printing is not.
func TestLastWords(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pause time.Duration
		count int
		want  string
		took  time.Duration
	}{
		"nothing":         {0, 0, "", wordsLimit},
		"in two pieces":   {silence / 2, 2, "piece 0\npiece 1", silence/2 + silence},
		"without an end":  {silence / 2, 100, "", wordsLimit},
		"long after that": {2 * silence, 2, "piece 0", silence},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o := newOutput(func(string, string) {})
				o.span(spans.Span{ID: "1", Attributes: map[string]string{report.TraceService: "shop"}})
				var talks sync.WaitGroup
				defer talks.Wait()
				talks.Go(func() {
					for i := range test.count {
						o.log(spans.Log{Span: "1", Text: fmt.Sprintf("piece %d\n", i)})
						time.Sleep(test.pause)
					}
				})
				synctest.Wait()
				begun := time.Now()
				words := o.lastWords(t.Context(), "shop")
				if test.want != "" && words != test.want || (words == "") != (test.count == 0) {
					t.Errorf("got %q", words)
				}
				if took := time.Since(begun); took < test.took || took > test.took+100*time.Millisecond {
					t.Errorf("it took %s, not %s", took, test.took)
				}
			})
		})
	}
}
