package plan

import (
	"fmt"
	"slices"
	"strings"
)

// checkPackages rejects a version, from a place, that a locked package cannot be
// installed on.
func (r *reader) checkPackages(python, from string) error {
	o, refused := r.candidates([]int{minorOf(python)})[0].refused()
	if !refused {
		return nil
	}
	which := "none of " + versions(officialPythons(), ", ")
	if can := slices.DeleteFunc(officialPythons(), func(minor int) bool { return !o.Installs(minor) }); len(can) > 0 {
		which = versions(can, ", ")
	}
	return fmt.Errorf("python %s (%s): %s; it can be installed on %s; declare another version, or lock another release of it", python, from, describe(o), which)
}

// refusals says which packages cannot be installed on which of the versions, each package
// once; "" where there is none.
func refusals(candidates []candidate) string {
	var reasons []string
	refused := map[string][]int{}
	for _, c := range candidates {
		if o, is := c.refused(); is {
			reason := describe(o)
			if refused[reason] == nil {
				reasons = append(reasons, reason)
			}
			refused[reason] = append(refused[reason], c.minor)
		}
	}
	for i, reason := range reasons {
		reasons[i] = fmt.Sprintf("%s not: %s", versions(refused[reason], ", "), reason)
	}
	return strings.Join(reasons, "; ")
}

// installing returns the versions on which all locked packages can be installed.
func installing(candidates []candidate) []int {
	var minors []int
	for _, c := range candidates {
		if _, refused := c.refused(); !refused {
			minors = append(minors, c.minor)
		}
	}
	return minors
}

// noneInstalls is the error for locked packages that no version with a base image can
// install. It names those without one that could.
func (r *reader) noneInstalls(candidates []candidate, declared declaredRange) error {
	here, advice := "", "lock other releases of them, or accept more versions of Python"
	if len(r.options.Pythons) > 0 {
		here = " here"
	}
	if elsewhere := installing(r.candidates(acceptedOf(officialPythons(), declared.specifiers))); len(elsewhere) > 0 {
		advice = fmt.Sprintf("%s could, but there is no base image for it%s; build where the official images are, or lock other releases", versions(elsewhere, " or "), here)
	}
	return fmt.Errorf("python (%s): there are base images for %s%s, and none of them that the app accepts can install the locked packages: %s; %s",
		declared.text, versions(r.pythons(), ", "), here, refusals(candidates), advice)
}
