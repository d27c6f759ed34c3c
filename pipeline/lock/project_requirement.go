package lock

import (
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/setupcfg"
	"dagger/python-pipeline/source"
)

// declare adds the requirements of a project to a set, and makes a requirements file of
// them.
func (s *Set) declare(tree *source.Tree, f *projectFile, file string, lines []logicalLine) error {
	var text strings.Builder
	for _, line := range lines {
		r, local, err := f.parse(tree, s, line)
		switch {
		case err != nil:
			return err
		case local != nil:
			s.Locals = append(s.Locals, *local)
		default:
			s.Packages = append(s.Packages, r)
			text.WriteString(r.text + "\n")
		}
	}
	if text.Len() > 0 {
		s.Files, s.Inputs, s.Made = []string{file}, []string{file}, map[string]string{file: text.String()}
	}
	return nil
}

// parse reads a requirement of a project.
func (f *projectFile) parse(tree *source.Tree, set *Set, line logicalLine) (Requirement, *Local, error) {
	if strings.HasPrefix(line.text, "-") || strings.ContainsAny(line.text, "\r\n") || comment.MatchString(line.text) {
		return Requirement{}, nil, line.Errorf("%q is not a valid requirement; write it like name>=1.2", line.text)
	}
	local, err := parseLocal(tree, line, line.text, false)
	switch {
	case err != nil:
		return Requirement{}, nil, err
	case local != nil && local.Name == "":
		return Requirement{}, nil, line.Errorf("%q has no name; write it like name @ address", line.text)
	case local != nil:
		return Requirement{}, local, nil
	}
	r, err := parseRequirement(line)
	if err != nil {
		return r, nil, err
	}
	if at, ok := f.source(r.Name); ok {
		return f.fromSource(tree, set, line, r, at)
	}
	return r, nil, nil
}

// setupConfigOf reads setup.cfg.
func setupConfigOf(tree *source.Tree) (setupcfg.File, error) {
	text, _, err := tree.Text(setupConfig)
	return setupcfg.Parse(text), err
}

// isForTests reports whether a name is one of the customary names for tests.
func isForTests(name string) bool { return slices.Contains(testExtras, installed.CanonicalName(name)) }
