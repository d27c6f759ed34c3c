package module

import (
	"strings"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/steplimit"
	"github.com/dagger/querybuilder"
)

// with calls the functions that change the module's object. Each call may start a container, so a function without arguments
// is not called, and those whose arguments differ from run to run come last: the engine has the results of the others.
func (m *Module) with(query *querybuilder.Selection, app App) (*querybuilder.Selection, error) {
	var severity choice
	if app.Gate.Severity != "" {
		mildest, err := finding.Mildest(app.Gate.Severity)
		if err != nil {
			return nil, err
		}
		severity = choice(mildest)
	}
	if limit := app.StepTimeout; limit > 0 && limit != steplimit.Default {
		query = query.Select("withStepTimeout").Arg("timeout", limit.String())
	}
	query = call(query, "withProxy", arguments{"http": m.secret(app.HTTPProxy), "https": m.secret(app.HTTPSProxy), "noProxy": app.NoProxy})
	query = call(query, "withGate", arguments{
		"severity": severity, "ignoreUnfixed": app.Gate.IgnoreUnfixed, "exitOnEol": app.Gate.ExitOnEOL, "ignorefile": m.ignorefile(app.Gate.Ignorefile),
	})
	query = call(query, "withLabels", arguments{"revision": app.Revision, "created": app.Created, "repository": app.Repository})
	return call(query, "withFresh", arguments{"text": app.Fresh}), nil
}

// arguments are the arguments of a function, by name. Those with an empty value are left out.
type arguments map[string]any

// selectWith calls a function.
func selectWith(query *querybuilder.Selection, function string, given arguments) *querybuilder.Selection {
	query = query.Select(function)
	for name, value := range given {
		if !querybuilder.IsZeroValue(value) {
			query = query.Arg(name, value)
		}
	}
	return query
}

// call calls a function unless all its arguments are empty.
func call(query *querybuilder.Selection, function string, given arguments) *querybuilder.Selection {
	for _, value := range given {
		if !querybuilder.IsZeroValue(value) {
			return selectWith(query, function, given)
		}
	}
	return query
}

// A choice is a member of an enum of the module, by its value.
type choice string

// IsEnum marks it as an enum for the query builder.
func (c choice) IsEnum() {}

// Name returns the engine's spelling.
func (c choice) Name() string { return strings.ToUpper(string(c)) }

// Value returns the value.
func (c choice) Value() string { return string(c) }

func choices(values []string) []choice {
	var all []choice
	for _, value := range values {
		all = append(all, choice(value))
	}
	return all
}
