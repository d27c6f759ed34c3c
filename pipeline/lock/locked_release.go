package lock

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// lockedRelease is a package as a lock pins it, in the form that the formats have in
// common.
type lockedRelease struct {
	source.Place
	name, version string
	// url is the address of an archive outside of an index, and path a file or folder;
	// both are "" for a release of an index.
	url, path string
	// git is where a package of a git repository is; otherVersionControl is the address
	// of a repository of another kind.
	git                 gitPlace
	otherVersionControl string
	// hashed means that each of its files has a hash, and that there is one.
	hashed bool
	// requiresPython are the versions of Python that the package accepts, and files are
	// the names of its files, as installable has them.
	requiresPython string
	files          []string
}

// gitPlace is a folder of a git repository at a commit.
type gitPlace struct{ address, commit, folder string }

// need says that a set needs a package, and for which marker and with which extras.
type need struct {
	is     bool
	marker string
	extras []string
	// on is installable's needed.
	on func(minor int) bool
}

// isLocal reports whether the package is built from a folder.
func (p lockedRelease) isLocal() bool {
	return p.git.address+p.path != "" || strings.HasPrefix(p.url, "file:")
}

// local returns the package if it is built from a folder, and nil otherwise.
func (p lockedRelease) local(tree *source.Tree, n need) (*Local, error) {
	l := &Local{Place: p.Place, Name: installed.CanonicalName(p.name), Marker: n.marker}
	l.add(Local{Extras: n.extras})
	var shown string
	var err error
	switch {
	case p.git.address != "":
		err = l.inRepository(p.git.address, p.git.commit, p.git.folder)
	case p.path != "":
		shown = p.path
		l.Folder, err = packageFolder(tree, pathOfAddress(p.path))
	case strings.HasPrefix(p.url, "file:"):
		shown = p.url
		l.Folder, err = packageFolder(tree, pathOfAddress(p.url))
	default:
		return nil, nil
	}
	if err != nil && shown != "" {
		err = fmt.Errorf("(%s) %w", shown, err)
	}
	return l, err
}

// requirement converts the package to what uv installs, and rejects one that cannot
// be installed with hashes.
func (p lockedRelease) requirement(tool Tool) (Requirement, error) {
	var reason string
	switch {
	case p.otherVersionControl != "":
		reason = "comes from version control, of which only git is supported; name a release"
	case p.version == "" && p.url == "":
		reason = "has no version; name a release"
	case !p.hashed:
		reason = "has no hash, so it could be exchanged unnoticed; name a release of an index"
	default:
		return Requirement{Place: p.Place, Name: installed.CanonicalName(p.name), text: p.name + "==" + p.version, Address: p.url, Hashed: true}, nil
	}
	if tool.Command == "" {
		return Requirement{}, p.Errorf("%s %s, and %s", p.name, reason, tool.lockAgain())
	}
	return Requirement{}, p.Errorf("%s %s in %s and %s", p.name, reason, tool.input(), tool.lockAgain())
}

// add adds a package to a set in which all have a hash or come from a folder.
func (s *Set) add(tree *source.Tree, p lockedRelease, n need, tool Tool) error {
	local, err := p.local(tree, n)
	switch {
	case err != nil:
		return p.Errorf("%s %w; then %s", p.name, err, tool.lockAgain())
	case local != nil:
		s.Locals, s.Hashed = append(s.Locals, *local), true
		return nil
	}
	r, err := p.requirement(tool)
	if err != nil {
		return err
	}
	r.pythons = installable{version: p.version, requires: p.requiresPython, files: p.files, needed: n.on}
	s.Packages, s.Hashed = append(s.Packages, r), true
	return nil
}

// export sets where the sets of a lock come from, and the files that the export stage
// makes of them; production names the packages of production, and defaults are the
// groups that stand for them.
func (l *Lock) export(production string, c choice, inputs, defaults []string) {
	l.Production = Set{From: production, Files: []string{exportedRequirements}, Inputs: inputs, Groups: c.groups, Extras: c.extras, defaults: defaults}
	l.Development = Set{
		From: groupsIn(l.File, c.tests), Files: []string{exportedDevRequirements}, Inputs: inputs,
		Groups: c.tests, Extras: c.extras, defaults: slices.Concat(defaults, c.groups),
	}
	if len(c.extras) > 0 {
		l.Production.From += ", " + plural("extra", c.extras)
	}
	l.ExportOptions = c.options()
}

// plural names one or several things of a kind.
func plural(kind string, names []string) string {
	if len(names) > 1 {
		kind += "s"
	}
	return kind + " " + strings.Join(names, ", ")
}

// add adds a package to the set that needs it: what production has, the tests need not
// add. A package from a folder is added to both, because each may need it for another
// marker.
func (l *Lock) add(tree *source.Tree, p lockedRelease, production, development need, tool Tool) error {
	if !production.is && !development.is {
		l.Others = append(l.Others, Requirement{Place: p.Place, Name: installed.CanonicalName(p.name)})
	}
	if production.is && development.is && !p.isLocal() {
		production.on = either(production.on, development.on)
	}
	if production.is {
		if err := l.Production.add(tree, p, production, tool); err != nil {
			return err
		}
	}
	if development.is && (!production.is || p.isLocal()) {
		return l.Development.add(tree, p, development, tool)
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
