package plan

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// ConfigFile is a configuration file of the source.
type ConfigFile struct {
	// Path is relative to the source.
	Path string `json:"path"`
	// Variable is the environment variable with its path in the image.
	Variable string `json:"variable"`
}

// Base returns the name of the file in /config.
func (f ConfigFile) Base() string { return path.Base(f.Path) }

func (r *reader) decideConfig() error {
	var shown []string
	byBase := map[string]string{} // in the image they share one folder
	for _, name := range slices.Sorted(maps.Keys(r.settings.Config)) {
		file := ConfigFile{Path: path.Clean(name), Variable: r.settings.Config[name]}
		if !r.tree.Exists(file.Path) {
			return fmt.Errorf("pyproject.toml: [tool.python-pipeline]: config: %s: no such file", name)
		}
		if other, ok := byBase[file.Base()]; ok {
			return fmt.Errorf("pyproject.toml: [tool.python-pipeline]: config: %s and %s have the same file name; rename one", other, file.Path)
		}
		byBase[file.Base()] = file.Path
		r.plan.Config = append(r.plan.Config, file)
		shown = append(shown, fmt.Sprintf("%s in %s", file.Path, file.Variable))
	}
	if len(shown) > 0 {
		r.decide("config", strings.Join(shown, ", "), key("config"))
	}
	return nil
}
