package lock

import (
	"regexp"
	"slices"

	"dagger/python-pipeline/installed"
)

// poetryDependency is a package with extras that another one, or a group, needs.
type poetryDependency struct {
	name   string
	extras []string
}

// poetryDependencies reads a table of dependencies: each is a version, a table, or a
// list of tables with markers. Those that only an extra needs are left out.
func poetryDependencies(table map[string]any) []poetryDependency {
	var dependencies []poetryDependency
	for name, value := range table {
		alternatives, isList := value.([]any)
		if tables, are := value.([]map[string]any); are {
			for _, alternative := range tables {
				alternatives = append(alternatives, alternative)
			}
		} else if !isList {
			alternatives = []any{value}
		}
		for _, alternative := range alternatives {
			details, _ := alternative.(map[string]any)
			if details["optional"] == true {
				continue
			}
			d := poetryDependency{name: installed.CanonicalName(name)}
			extras, _ := details["extras"].([]any)
			for _, extra := range extras {
				if extra, is := extra.(string); is {
					d.extras = append(d.extras, installed.CanonicalName(extra))
				}
			}
			dependencies = append(dependencies, d)
		}
	}
	return dependencies
}

// neededByExtra is what an extra of a package needs, such as "six[x] (>=1.0)".
var neededByExtra = regexp.MustCompile(`^\s*([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?`)

func dependenciesOfExtra(needed []string) []poetryDependency {
	var dependencies []poetryDependency
	for _, text := range needed {
		if m := neededByExtra.FindStringSubmatch(text); m != nil {
			dependencies = append(dependencies, poetryDependency{installed.CanonicalName(m[1]), extrasOf(m[2])})
		}
	}
	return dependencies
}

// reach marks the packages that dependencies need, directly or not. Markers do not
// matter: what they leave out is locked for another platform.
func (f *ungroupedPoetry) reach(dependencies []poetryDependency) []bool {
	reached := make([]bool, len(f.Packages))
	seen := map[[2]string]bool{}
	for len(dependencies) > 0 {
		d := dependencies[0]
		dependencies = dependencies[1:]
		for _, extra := range append([]string{""}, d.extras...) {
			key := [2]string{d.name, extra}
			if seen[key] {
				continue
			}
			seen[key] = true
			for i, p := range f.Packages {
				if installed.CanonicalName(p.Name) != d.name {
					continue
				}
				if !reached[i] {
					reached[i] = true
					dependencies = slices.Concat(dependencies, poetryDependencies(p.Dependencies))
				}
				for name, needed := range p.Extras {
					if installed.CanonicalName(name) == extra {
						dependencies = slices.Concat(dependencies, dependenciesOfExtra(needed))
					}
				}
			}
		}
	}
	return reached
}
