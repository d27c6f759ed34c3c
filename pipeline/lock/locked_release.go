package lock

import (
	"cmp"
	"fmt"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// lockedRelease is a package as a lock in TOML pins it, in the form that the formats
// have in common.
type lockedRelease struct {
	source.Place
	name, version string
	// url is the address of an archive outside of an index, versionControl that of a
	// repository, and path a file or folder; each is "" for a release of an index.
	url, versionControl, path string
	// hashed means that each of its files has a hash, and that there is one.
	hashed bool
}

// requirement converts the package to what uv installs, and rejects one that cannot
// be installed with hashes.
func (p lockedRelease) requirement(tool Tool) (Requirement, error) {
	if err := p.failure(tool); err != nil {
		return Requirement{}, err
	}
	return Requirement{Place: p.Place, Name: installed.CanonicalName(p.name), text: p.name + "==" + p.version, Address: p.url, Hashed: true}, nil
}

// failure says what is wrong with the package, and what to do in the file that
// declares it; nil for a good one.
func (p lockedRelease) failure(tool Tool) error {
	var reason string
	switch {
	case p.versionControl != "":
		reason = "comes from version control and has no hash, which is not supported yet; name a release"
	case p.path != "" || strings.HasPrefix(p.url, "file:"):
		reason = fmt.Sprintf("is a path (%s), which is not supported yet: installing sees the lock only, not the source; name a release", cmp.Or(p.path, p.url))
	case p.version == "" && p.url == "":
		reason = "has no version; name a release"
	case !p.hashed:
		reason = "has no hash, so it could be exchanged unnoticed; name a release of an index"
	default:
		return nil
	}
	if tool.Command == "" {
		return p.Errorf("%s %s, and lock it again with the tool that wrote the lock", p.name, reason)
	}
	return p.Errorf("%s %s in pyproject.toml and run %s", p.name, reason, tool.Command)
}

// add adds a package to a set in which all have a hash.
func (s *Set) add(p lockedRelease, tool Tool) error {
	r, err := p.requirement(tool)
	if err != nil {
		return err
	}
	s.Packages, s.Hashed = append(s.Packages, r), true
	return nil
}

// export sets where the sets of a lock come from, and the files that the export stage
// makes of them; production names the packages of production.
func (l *Lock) export(production string, groups, inputs []string) {
	l.Production = Set{From: production, Files: []string{exportedRequirements}, Inputs: inputs}
	l.Development = Set{From: groupsIn(l.File, groups), Files: []string{exportedDevRequirements}, Inputs: inputs, Groups: groups}
}

// add adds a package to the set that needs it: what production has, the tests need not
// add.
func (l *Lock) add(p lockedRelease, production, development bool, tool Tool) error {
	switch {
	case production:
		return l.Production.add(p, tool)
	case development:
		return l.Development.add(p, tool)
	}
	return nil
}

// allHashed reports whether there are hashes and none is "".
func allHashed(hashes []string) bool {
	for _, hash := range hashes {
		if hash == "" {
			return false
		}
	}
	return len(hashes) > 0
}
