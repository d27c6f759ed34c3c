package lock

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// pyproject has what the readers of locks take from pyproject.toml. Values that
// other tools check are of any type.
type pyproject struct {
	Project struct {
		Name    any   `toml:"name"`
		Dynamic []any `toml:"dynamic"`
		// Extras are the optional dependencies by their names.
		Extras map[string]any `toml:"optional-dependencies"`
	} `toml:"project"`
	DependencyGroups map[string]any `toml:"dependency-groups"`
	Tool             struct {
		UV struct {
			DefaultGroups any            `toml:"default-groups"`
			Sources       map[string]any `toml:"sources"`
			Workspace     any            `toml:"workspace"`
		} `toml:"uv"`
		Poetry struct {
			Group           map[string]any `toml:"group"`
			DevDependencies any            `toml:"dev-dependencies"`
		} `toml:"poetry"`
		PDM struct {
			Sources []Index `toml:"source"`
		} `toml:"pdm"`
	} `toml:"tool"`
}

func readPyproject(tree *source.Tree) (*pyproject, error) { return readPyprojectIn(tree, ".") }

// readPyprojectIn reads the pyproject.toml of a folder.
func readPyprojectIn(tree *source.Tree, folder string) (*pyproject, error) {
	file := path.Join(folder, pyprojectFile)
	text, _, err := tree.Text(file)
	if err != nil {
		return nil, err
	}
	project := &pyproject{}
	if _, err := toml.Decode(text, project); err != nil {
		if folder != "." {
			return nil, fmt.Errorf("%s: this is not valid TOML: %w", file, err)
		}
		return nil, settings.SyntaxError(err)
	}
	return project, nil
}

// CheckWorkspace returns an error for a member of a uv workspace, whose lock is in a
// folder above.
func CheckWorkspace(tree *source.Tree) error {
	project, err := readPyproject(tree)
	if err != nil || project.Tool.UV.Workspace != nil {
		return err
	}
	var members []string
	for name, from := range project.Tool.UV.Sources {
		if table, _ := from.(map[string]any); table["workspace"] == true {
			members = append(members, name)
		}
	}
	if len(members) == 0 {
		return nil
	}
	slices.Sort(members)
	return fmt.Errorf("pyproject.toml: [tool.uv.sources]: %s: the app is a member of a uv workspace, whose lock is in a folder above it; choose that folder as the source, and name this one in the argument member of the module or in the key package there", strings.Join(members, ", "))
}
