// Package lock knows the files that pin what an app installs: requirements files,
// and the lock files of Python's package managers.
//
// A format is one value of [Formats], in a file of its own. That table decides
// which files are looked for and in which order, which of them do not ship, and
// what messages say of them. Reading a lock returns values and notes; package plan
// decides on them.
package lock

import (
	"cmp"
	"slices"
	"strings"

	"dagger/python-pipeline/source"
)

// Kind is the name of a format in a plan.
type Kind string

// Format is a way to pin the packages to install.
type Format struct {
	// Kind is its name in a plan.
	Kind Kind
	// Name is the name of the file, or of the files together.
	Name string
	// Files are the customary paths; the first that exists is used.
	Files []string
	// BuildOnly are patterns of the files that do not ship.
	BuildOnly []string
	// Tool is the program that writes the files.
	Tool Tool
	// Upgrade is the command that locks a newer version of the package {name}; ""
	// where no single command does.
	Upgrade string
	// Convert is the command that makes a requirements.txt of the lock, for an app that
	// installs from such a file; "" where no single command does.
	Convert string
	// Export is the name of the exporter that makes requirements files in the export
	// stage, with its files below scripts/build; "" where uv installs from the files as
	// they are.
	Export string
	// Read reads the files.
	Read func(tree *source.Tree, keys Keys) (*Lock, error)
}

// Tool is a program that locks what a project declares.
type Tool struct {
	// Name is its name in messages.
	Name string
	// Command makes the lock.
	Command string
	// Input is the file that declares a project's packages, where that is not
	// pyproject.toml.
	Input string
	// Table is the table below [tool] in a pyproject.toml for the tool.
	Table string
	// Backend is how the names of its build backends begin.
	Backend string
}

// Keys are the keys of [tool.python-pipeline] that say what to install.
type Keys struct {
	// Lock is the key lock.
	Lock string
	// Requirements and DevRequirements are the keys of these names; nil where they
	// are not set.
	Requirements, DevRequirements []string
	// Groups and Extras are what production has beside the usual packages, and DevGroups
	// the groups that tests need in place of the customary ones; nil where they are not
	// set.
	Groups, Extras, DevGroups []string
	// Member is the app's folder where the app is a member of a uv workspace, whose tree
	// is read; "" for any other app.
	Member string
}

// member is the app's folder below the lock's.
func (k Keys) member() string { return cmp.Or(k.Member, ".") }

// Formats are all formats, in the order in which Choose looks for them.
var Formats = []*Format{&uv, &poetry, &pdm, &pipenv, &pylock, &requirements, &declared}

// Of returns the format of a kind; nil for an unknown kind.
func Of(kind Kind) *Format { return first(func(f *Format) bool { return f.Kind == kind }) }

// ByName returns the format with a name; nil for an unknown name.
func ByName(name string) *Format { return first(func(f *Format) bool { return f.Name == name }) }

func first(is func(*Format) bool) *Format {
	if i := slices.IndexFunc(Formats, is); i >= 0 {
		return Formats[i]
	}
	return nil
}

// UpgradeOf is the command that locks a newer version of a package; "" where no
// single command does.
func (f *Format) UpgradeOf(name string) string { return strings.ReplaceAll(f.Upgrade, "{name}", name) }

// Files lists the files of all formats.
func Files() []string {
	var files []string
	for _, f := range Formats {
		files = append(files, f.Files...)
	}
	return files
}

// BuildOnly lists the patterns of files, of all formats, that do not ship.
func BuildOnly() []string {
	var patterns []string
	for _, f := range Formats {
		patterns = append(patterns, f.BuildOnly...)
	}
	return patterns
}
