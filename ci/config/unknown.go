package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dagger/python-pipeline/suggest"
)

// checkNames finds variables that begin with the prefix and are unknown. A name near a known one is an error, because the
// mistake would go unnoticed otherwise; any other may be a CI system's own and gets a warning. No message has the value: a
// misspelt variable can hold a password.
func checkNames(env environment) (warnings []Warning, problems []error) {
	var known []string
	for _, variable := range Variables() {
		if !variable.Honoured {
			known = append(known, variable.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		upper := strings.ToUpper(name)
		if env[name] == "" || !strings.HasPrefix(upper, Prefix) || slices.Contains(known, name) {
			continue
		}
		if suggestion := nearest(upper, known); suggestion != "" {
			problems = append(problems, fmt.Errorf("%s: unknown variable, did you mean %s? rename it or unset it", name, suggestion))
			continue
		}
		warnings = append(warnings, Warning(name+": unknown variable: ignored; `go run ./ci help` lists the known ones"))
	}
	return warnings, problems
}

// nearest returns the known name that is closest to a name, or "" if none is near. Names are compared without the prefix,
// which would make all of them look alike; the shorter a name, the fewer letters may differ. The beginning of a known name,
// such as REGISTRY_USER, is near however much is missing.
func nearest(name string, known []string) string {
	name = strings.TrimPrefix(name, Prefix)
	var endings []string
	for _, variable := range known {
		endings = append(endings, strings.TrimPrefix(variable, Prefix))
	}
	if closest := suggest.Closest(name, endings, min(2, len(name)/3)); closest != "" {
		return known[slices.Index(endings, closest)]
	}
	longer := slices.IndexFunc(endings, func(ending string) bool { return len(name) >= 4 && strings.HasPrefix(ending, name) })
	if longer < 0 {
		return ""
	}
	return known[longer]
}
