package plan

import (
	"fmt"
	"strings"
)

// latePatch stands for the newest patch level of any minor version. An image
// has a late one, so a bound such as <=3.12 must be tried against it.
const latePatch = 99

// requiresPython chooses the newest minor version that requires-python
// accepts.
func (r *reader) requiresPython() (asked, from string, err error) {
	text := r.project.Project.RequiresPython
	specifiers, err := parseSpecifiers(text)
	if err != nil {
		return "", "", fmt.Errorf("pyproject.toml: requires-python: %w", err)
	}
	if len(specifiers) == 0 {
		return "", "", nil
	}
	from = fmt.Sprintf("requires-python %q in pyproject.toml", text)
	for minor := newestMinor; minor >= oldestMinor; minor-- {
		if specifiers.accept(minor, latePatch) {
			return fmt.Sprintf("3.%d", minor), from, nil
		}
	}
	// Only early patch levels are accepted, or a single one.
	for minor := newestMinor; minor >= oldestMinor; minor-- {
		if patch := specifiers.acceptedPatch(minor); patch >= 0 {
			return fmt.Sprintf("3.%d.%d", minor, patch), from, nil
		}
	}
	return "", "", fmt.Errorf("pyproject.toml: requires-python %q accepts none of %s", text, strings.Join(pythons(), ", "))
}

// checkRequiresPython warns of a version that the project itself refuses.
func (r *reader) checkRequiresPython() error {
	text := r.project.Project.RequiresPython
	specifiers, err := parseSpecifiers(text)
	if err != nil {
		return fmt.Errorf("pyproject.toml: requires-python: %w", err)
	}
	var minor int
	if _, err := fmt.Sscanf(r.plan.Python, "3.%d", &minor); err != nil {
		return fmt.Errorf("python: %q: %w", r.plan.Python, err)
	}
	if specifiers.acceptedPatch(minor) < 0 {
		r.warn("requires-python %q in pyproject.toml does not accept Python %s", text, r.plan.Python)
	}
	return nil
}
