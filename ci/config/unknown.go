package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dagger/python-pipeline/near"
)

// judgeNames looks at the variables that begin with the prefix and are not known. One near a known name is a mistake
// that would go unnoticed otherwise; any other may be a CI system's own and gets a warning. Values stay out of it: the
// wrong name can hold a password.
func judgeNames(env environment) (warnings []Warning, problems []error) {
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
		if meant := nearest(upper, known); meant != "" {
			problems = append(problems, fmt.Errorf("%s: unknown variable, did you mean %s? rename it or unset it", name, meant))
			continue
		}
		warnings = append(warnings, Warning(name+": unknown variable: ignored; `go run ./ci help` lists the known ones"))
	}
	return warnings, problems
}

// nearest returns the known name that was probably meant, or "". Names are compared without the prefix, which would
// make all of them look alike; the shorter a name, the fewer letters may differ. The beginning of a known name
// (REGISTRY_USER) is near however much is missing.
func nearest(name string, known []string) string {
	said := strings.TrimPrefix(name, Prefix)
	var endings []string
	for _, name := range known {
		endings = append(endings, strings.TrimPrefix(name, Prefix))
	}
	if meant := near.To(said, endings, min(2, len(said)/3)); meant != "" {
		return known[slices.Index(endings, meant)]
	}
	begun := slices.IndexFunc(endings, func(ending string) bool { return len(said) >= 4 && strings.HasPrefix(ending, said) })
	if begun < 0 {
		return ""
	}
	return known[begun]
}
