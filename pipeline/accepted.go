package main

import (
	"fmt"
	"strconv"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/trivy"
)

// ignorefile is the file of what is accepted, nil for none.
func (m *PythonPipeline) ignorefile(p *plan.Plan) *dagger.File {
	if m.TrivyIgnorefile != nil {
		return m.TrivyIgnorefile
	}
	if p.Scan.Ignorefile != "" {
		return m.Source.File(p.Scan.Ignorefile)
	}
	return nil
}

// overrideScan puts what the caller says in place of what the app says.
func overrideScan(scan *settings.Scan, severities, ignoreUnfixed, exitOnEOL string) (err error) {
	if severities != "" {
		if scan.Severity, err = trivy.Mildest(severities); err != nil {
			return err
		}
	}
	for _, o := range []struct {
		name, value string
		into        *bool
	}{{"trivyIgnoreUnfixed", ignoreUnfixed, &scan.IgnoreUnfixed}, {"trivyExitOnEol", exitOnEOL, &scan.ExitOnEOL}} {
		if o.value == "" {
			continue
		}
		if *o.into, err = strconv.ParseBool(o.value); err != nil {
			return fmt.Errorf("%s %q: it must be true or false", o.name, o.value)
		}
	}
	return nil
}
