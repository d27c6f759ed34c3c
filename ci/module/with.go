package module

import (
	"maps"
	"strings"

	"dagger/python-pipeline/timelimit"
	"dagger/python-pipeline/trivy"
	"github.com/dagger/querybuilder"
)

// with calls the functions that change the module's object. Each is a container
// where the engine does not know its result, so one without a say is left out,
// and those come last that differ from run to run.
func (m *Module) with(query *querybuilder.Selection, app App) (*querybuilder.Selection, error) {
	var severity choice
	if app.Scan.Severity != "" {
		mildest, err := trivy.Mildest(app.Scan.Severity)
		if err != nil {
			return nil, err
		}
		severity = choice(mildest)
	}
	if limit := app.StepTimeout; limit > 0 && limit != timelimit.Default {
		query = query.Select("withStepTimeout").Arg("timeout", limit.String())
	}
	query = call(query, "withProxy", arguments{
		"http": m.secret(app.HTTPProxy), "https": m.secret(app.HTTPSProxy), "noProxy": app.NoProxy,
	})
	query = call(query, "withGate", arguments{
		"severity": severity, "ignoreUnfixed": app.Scan.IgnoreUnfixed, "exitOnEol": app.Scan.ExitOnEOL, "ignorefile": m.file(app.Scan.Ignorefile),
	})
	query = call(query, "withLabels", arguments{"revision": app.Revision, "created": app.Created, "repository": app.Repository})
	return call(query, "withFresh", arguments{"text": app.Fresh}), nil
}

// arguments are those of a function, by their names.
type arguments map[string]any

// call calls a function with the arguments that are not empty, or not at all
// where all of them are.
func call(query *querybuilder.Selection, function string, given arguments) *querybuilder.Selection {
	maps.DeleteFunc(given, func(_ string, value any) bool { return querybuilder.IsZeroValue(value) })
	if len(given) == 0 {
		return query
	}
	query = query.Select(function)
	for name, value := range given {
		query = query.Arg(name, value)
	}
	return query
}

// argument sets an optional argument, unless it is empty.
func argument(query *querybuilder.Selection, name string, value any) *querybuilder.Selection {
	if querybuilder.IsZeroValue(value) {
		return query
	}
	return query.Arg(name, value)
}

// A choice is a member of one of the module's enums, by its value.
type choice string

// IsEnum makes it one for the query.
func (c choice) IsEnum() {}

// Name is how the engine spells it.
func (c choice) Name() string { return strings.ToUpper(string(c)) }

// Value is what it stands for.
func (c choice) Value() string { return string(c) }

func choices(values []string) []choice {
	var all []choice
	for _, value := range values {
		all = append(all, choice(value))
	}
	return all
}
