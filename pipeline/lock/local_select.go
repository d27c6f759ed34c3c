package lock

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// LocalsFor returns the packages that are built from folders for a minor version of
// Python, such as "3.11": each once, and those of the tests without what production has.
func (l *Lock) LocalsFor(python string) (production, development []Local, err error) {
	minor, err := strconv.Atoi(strings.TrimPrefix(python, "3."))
	if err != nil {
		return nil, nil, fmt.Errorf("%q is not a minor version of Python 3", python)
	}
	if production, err = l.Production.localsFor(minor); err != nil {
		return nil, nil, err
	}
	ofTests, err := l.Development.localsFor(minor)
	if err != nil {
		return nil, nil, err
	}
	for _, local := range ofTests {
		if !slices.ContainsFunc(production, func(p Local) bool { return p.covers(local) }) {
			development = append(development, local)
		}
	}
	return production, development, checkNames(slices.Concat(production, development))
}

func (s Set) localsFor(minor int) ([]Local, error) {
	var needed []Local
	chosen := selection{extras: s.Extras, groups: slices.Concat(s.defaults, s.Groups), minor: minor}
	for _, local := range s.Locals {
		holds, err := chosen.holds(local.Marker)
		if err != nil {
			return nil, local.Errorf("%s is built from a folder, so whether it is installed has to be known before: %w", local.label(), err)
		}
		if !holds {
			continue
		}
		local.Marker = ""
		if i := slices.IndexFunc(needed, local.IsSameAs); i >= 0 {
			needed[i].add(local)
		} else {
			needed = append(needed, local)
		}
	}
	return needed, nil
}

// checkNames rejects two packages of the same name, of which one would replace the
// other.
func checkNames(locals []Local) error {
	for i, local := range locals {
		for _, other := range locals[:i] {
			if local.Name != "" && local.Name == other.Name && !local.IsSameAs(other) {
				return local.Errorf("%s comes from two places, the other is in %s; remove one of them", local.Name, other.Place)
			}
		}
	}
	return nil
}
