package module

import (
	"testing"
	"time"

	"dagger/python-pipeline/plan"
	"github.com/dagger/querybuilder"
)

// Functions without arguments are not called; those with the same arguments on every run come first.
func TestWith(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		app  App
		want string
	}{
		"nothing set":       {App{Name: "shop"}, ""},
		"the usual limit":   {App{StepTimeout: 30 * time.Minute}, ""},
		"another limit":     {App{StepTimeout: 90 * time.Second}, `{withStepTimeout(timeout:"1m30s")}`},
		"hosts, no proxy":   {App{NoProxy: "localhost"}, `{withProxy(noProxy:"localhost")}`},
		"severities":        {App{Gate: plan.ScanOptions{Severity: "CRITICAL,MEDIUM"}}, `{withGate(severity:MEDIUM)}`},
		"no, and not unset": {App{Gate: plan.ScanOptions{ExitOnEOL: new(false)}}, `{withGate(exitOnEol:false)}`},
		"labels and a text": {App{Fresh: "2", Revision: "0123"}, `{withLabels(revision:"0123"){withFresh(text:"2")}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			query, err := new(Module).with(querybuilder.Query(), test.app)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := query.Build(t.Context()); err != nil || got != test.want {
				t.Errorf("%s, %v, want %s", got, err, test.want)
			}
		})
	}
	if _, err := new(Module).with(querybuilder.Query(), App{Gate: plan.ScanOptions{Severity: "SEVERE"}}); err == nil {
		t.Error("a severity that there is not")
	}
}

// Steps are words of the module's enum, not texts.
func TestChoices(t *testing.T) {
	t.Parallel()
	query := selectWith(querybuilder.Query(), "all", arguments{"only": choices([]string{"test", "scan"})})
	if got, err := query.Build(t.Context()); err != nil || got != "{all(only:[TEST,SCAN])}" {
		t.Errorf("%s, %v", got, err)
	}
}
