package lock

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// extraFile is the name of the requirements file that is made of the key extra-packages.
const extraFile = "extra-packages.txt"

// AddExtra adds requirements of the key extra-packages, which are pinned, to production. Those of a set
// with hashes, which they lack, are in a set of their own, whose files it returns; it has
// no others. Otherwise they are resolved together with the set.
func (l *Lock) AddExtra(tree *source.Tree, requirements []string) (files []string, err error) {
	if len(requirements) == 0 {
		return nil, nil
	}
	text, _, err := tree.Text(pyprojectFile)
	if err != nil {
		return nil, err
	}
	for _, requirement := range requirements {
		name := installed.CanonicalName(strings.TrimSpace(requirement[:strings.IndexAny(requirement+"=", "[=")]))
		if locked, found := l.Production.Find(name); found {
			return nil, fmt.Errorf("%s: %q: production has %s already (%s); change it there, or remove it from the key", keyPlace("extra-packages"), requirement, name, locked.Place)
		}
		l.Production.Packages = append(l.Production.Packages, Requirement{Place: placeOf(pyprojectFile, text, "tool.python-pipeline", requirement), Name: name, text: requirement})
	}
	if l.Production.Made == nil {
		l.Production.Made = map[string]string{}
	}
	l.Production.Made[extraFile] = strings.Join(requirements, "\n") + "\n"
	if l.Production.Hashed {
		return []string{extraFile}, nil
	}
	l.Production.Files = append(l.Production.Files, extraFile)
	return nil, nil
}
