package lock

import (
	"fmt"
	"slices"

	"dagger/python-pipeline/source"
)

// Lock is the content of a format's files.
type Lock struct {
	// File pins the packages; it is the first of several files, and "" for none.
	File string
	// Production has the packages of the app, Development those that its tests need
	// in addition.
	Production, Development Set
	// Others are packages that a lock has for neither: those of other groups, and of
	// extras.
	Others []Requirement
	// Python is the version that the packages are locked for, and PythonFrom the
	// place that names it; both are "" where the files name none.
	Python, PythonFrom string
	// RequiresPython are the versions of Python that the lock is made for, as a version
	// specifier; "" where it does not say.
	RequiresPython string
	// Indexes are the package indexes that the files name, and IndexesFrom is the file
	// with their names where that is not File.
	Indexes     []Index
	IndexesFrom string
	// ExportOptions are options of the exporter.
	ExportOptions []string
	// Compiled maps a file to the command in its header that made it.
	Compiled map[string]string
}

// Set is packages that are installed together.
type Set struct {
	// From is the file, section or key that names them.
	From string
	// Files are the requirements files for uv, in order: files of the source, or
	// files that the export stage makes.
	Files []string
	// Groups are the groups of a lock that the packages are from, beside those that are
	// always in the set; nil where the format has none.
	Groups []string
	// Extras are the extras of the project that are in the set.
	Extras []string
	// Inputs are all files of the source that this needs.
	Inputs []string
	// Packages are the requirements.
	Packages []Requirement
	// Locals are packages that are built from folders, beside Packages, wherever they are
	// named; Lock.LocalsFor chooses from them.
	Locals []Local
	// Made has the text of files among Files and Inputs that are not those of the source:
	// the lines of Locals are left out of them, or the source has no such file.
	Made map[string]string
	// Hashed means that there is something to install and that all Packages have a hash.
	Hashed bool
	// Notes are warnings.
	Notes []string

	// requireHashes is the place of the option --require-hashes; nil without it.
	requireHashes *source.Place
	// constraints are the requirements of constraints files.
	constraints []Requirement
	// defaults are groups of a lock that stand for what is always installed.
	defaults []string
}

// Find returns the first package with one of these names.
func (s Set) Find(names ...string) (Requirement, bool) {
	for _, r := range s.Packages {
		if slices.Contains(names, r.Name) {
			return r, true
		}
	}
	return Requirement{}, false
}

// checkHashes reports whether there is something to install and all packages have a
// hash. Those that are built from folders need none: the source or the commit says what
// they are. If only
// some have one, that is an error: the others could be exchanged unnoticed.
func (s Set) checkHashes() (bool, error) {
	var with, without *Requirement
	for i := range s.Packages {
		r := &s.Packages[i]
		if r.Hashed && with == nil {
			with = r
		}
		if !r.Hashed && without == nil {
			without = r
		}
	}
	if without == nil {
		return with != nil || s.requireHashes != nil && len(s.Locals) > 0, nil
	}
	var reason string
	switch {
	case s.requireHashes != nil:
		reason = fmt.Sprintf("%s has --require-hashes", s.requireHashes)
	case with != nil:
		reason = fmt.Sprintf("%s has one (%s)", with.label(), with.Place)
	default:
		return false, nil
	}
	if without.Address != "" {
		return false, without.Errorf("%s is an address without a hash, but %s; add --hash=sha256:…", without.label(), reason)
	}
	return false, without.Errorf("%s has no hash, but %s; run the tool that wrote the file with hashes, such as pip-compile --generate-hashes", without.label(), reason)
}
