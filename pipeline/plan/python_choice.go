package plan

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/lock"
)

// declaredRange are the versions of Python that the project and the lock accept.
type declaredRange struct {
	// specifiers are those of both; none accept every version.
	specifiers lock.Specifiers
	// text is what declares them, for people, and place the same as an error begins.
	text, place string
}

// readRange reads requires-python of the lock and of the project. The project's is named
// only where it leaves out more: a lock is made for it, but a member of a workspace may
// accept less than its lock.
func (r *reader) readRange() (declaredRange, error) {
	parse := func(text, file string) (declaredRange, error) {
		specifiers, err := lock.ParseSpecifiers(text)
		if err != nil {
			return declaredRange{}, fmt.Errorf("%s: requires-python: %w", file, err)
		}
		return declaredRange{specifiers, fmt.Sprintf("requires-python %q in %s", text, file), fmt.Sprintf("%s: requires-python %q", file, text)}, nil
	}
	ofProject, err := parse(r.project.Project.RequiresPython, "pyproject.toml")
	if r.lock.RequiresPython == "" {
		return ofProject, err
	}
	ofLock, lockErr := parse(r.lock.RequiresPython, r.lock.File)
	if err != nil || lockErr != nil {
		// Poetry reads ^ in pyproject.toml too, and its lock has the same versions.
		return ofLock, lockErr
	}
	both := slices.Concat(ofLock.specifiers, ofProject.specifiers)
	if len(acceptedOf(officialPythons(), both)) == len(acceptedOf(officialPythons(), ofLock.specifiers)) {
		return ofLock, nil
	}
	const and = " and "
	return declaredRange{both, ofLock.text + and + strings.TrimPrefix(ofProject.text, "requires-python "), ofLock.place + and + ofProject.place}, nil
}

// candidate is a version of Python that may be chosen, and the packages that stand
// against it.
type candidate struct {
	minor     int
	obstacles []lock.Obstacle
}

// candidates judges versions by the locked packages.
func (r *reader) candidates(minors []int) []candidate {
	var all []candidate
	for _, minor := range minors {
		all = append(all, candidate{minor, r.lock.Obstacles(minor)})
	}
	return all
}

// refused returns the first package that cannot be installed at all.
func (c candidate) refused() (lock.Obstacle, bool) {
	i := slices.IndexFunc(c.obstacles, func(o lock.Obstacle) bool { return !o.Compiles })
	if i < 0 {
		return lock.Obstacle{}, false
	}
	return c.obstacles[i], true
}

// best returns the newest version for which all packages can be installed and the fewest
// have to be compiled. What each of them has to compile counts for all alike.
func best(candidates []candidate) (candidate, bool) {
	var chosen candidate
	found := false
	for _, c := range candidates {
		if _, refused := c.refused(); refused {
			continue
		}
		if !found || len(c.obstacles) <= len(chosen.obstacles) {
			chosen, found = c, true
		}
	}
	return chosen, found
}

// heldBack says what stands against the newest version where an older one is chosen; ""
// where nothing does.
func heldBack(candidates []candidate, chosen candidate) string {
	newest := candidates[len(candidates)-1]
	if newest.minor == chosen.minor {
		return ""
	}
	return fmt.Sprintf("; %s not: %s", version3(newest.minor), describe(newest.against(chosen)))
}

// against returns a package that stands against the candidate: one that cannot be
// installed, or else one that the chosen version need not compile.
func (c candidate) against(chosen candidate) lock.Obstacle {
	if o, refused := c.refused(); refused {
		return o
	}
	for _, o := range c.obstacles {
		if !slices.ContainsFunc(chosen.obstacles, func(other lock.Obstacle) bool { return other.Name == o.Name }) {
			return o
		}
	}
	return c.obstacles[0]
}

// describe names a package, its place and what is wrong.
func describe(o lock.Obstacle) string {
	name := strings.TrimSpace(o.Name + " " + o.Version)
	return fmt.Sprintf("%s (%s) %s", name, o.Place, o.Reason)
}
