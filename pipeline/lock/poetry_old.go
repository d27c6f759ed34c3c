package lock

import (
	"regexp"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// ungroupedLock matches the versions of the format in which a package does not name the
// groups that need it: those of Poetry 1. Poetry 2 exports them all the same.
var ungroupedLock = regexp.MustCompile(`^(?:1\.[01]|2\.0)$`)

// ungroupedPoetry has what a lock of Poetry 1 says of its packages' dependencies.
type ungroupedPoetry struct {
	Packages []struct {
		Name         string              `toml:"name"`
		Dependencies map[string]any      `toml:"dependencies"`
		Extras       map[string][]string `toml:"extras"`
	} `toml:"package"`
	Metadata struct {
		// Files are those of the packages, by their names, in versions before 2.0.
		Files map[string][]poetryFile `toml:"files"`
	} `toml:"metadata"`
}

// addGroups finds out which groups need each package, from the dependencies in
// pyproject.toml and in the lock.
func (f *poetryLockFile) addGroups(tree *source.Tree) error {
	var old ungroupedPoetry
	if _, err := decodeTOML(tree, poetryLock, poetryTool, &old); err != nil {
		return err
	}
	roots, err := poetryRoots(tree)
	if err != nil {
		return err
	}
	for group, dependencies := range roots {
		for i, reached := range old.reach(dependencies) {
			if reached {
				f.Packages[i].Groups = append(f.Packages[i].Groups, group)
			}
		}
	}
	for i := range f.Packages {
		if p := &f.Packages[i]; len(p.Files) == 0 {
			p.Files = old.Metadata.Files[p.Name]
		}
	}
	return nil
}

// poetryRoots returns the dependencies of each group in pyproject.toml.
func poetryRoots(tree *source.Tree) (map[string][]poetryDependency, error) {
	text, _, err := tree.Text(pyprojectFile)
	if err != nil {
		return nil, err
	}
	var project struct {
		Tool struct {
			Poetry struct {
				Dependencies    map[string]any `toml:"dependencies"`
				DevDependencies map[string]any `toml:"dev-dependencies"`
				Group           map[string]struct {
					Dependencies map[string]any `toml:"dependencies"`
				} `toml:"group"`
			} `toml:"poetry"`
		} `toml:"tool"`
	}
	if _, err := toml.Decode(text, &project); err != nil {
		return nil, settings.SyntaxError(err)
	}
	poetry := project.Tool.Poetry
	roots := map[string][]poetryDependency{poetryMain: poetryDependencies(poetry.Dependencies), "dev": poetryDependencies(poetry.DevDependencies)}
	for name, group := range poetry.Group {
		roots[name] = append(roots[name], poetryDependencies(group.Dependencies)...)
	}
	return roots, nil
}
