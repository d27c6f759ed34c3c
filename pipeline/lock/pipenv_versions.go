package lock

import (
	"fmt"
	"strings"
)

// noteOtherVersions warns of packages that are in both sections with two versions, as
// Pipenv's older releases lock them. The export leaves them out of the second one.
func (l *Lock) noteOtherVersions() {
	var others []string
	for _, p := range l.Development.Packages {
		if ships, ok := l.Production.Find(p.Name); ok && ships.text != p.text {
			others = append(others, fmt.Sprintf("%s (%s)", p.text, p.Place))
		}
	}
	if len(others) > 0 {
		l.Development.Notes = append(l.Development.Notes, fmt.Sprintf("the tests get the versions that ship, not those of the section develop: %s; `pipenv lock` makes the sections agree", strings.Join(others, ", ")))
	}
}
