package plan

import (
	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/settings"
)

// project has the other tables of pyproject.toml.
type project struct {
	Project struct {
		Name           string            `toml:"name"`
		Version        string            `toml:"version"`
		License        any               `toml:"license"`
		RequiresPython string            `toml:"requires-python"`
		Dependencies   []string          `toml:"dependencies"`
		Scripts        map[string]string `toml:"scripts"`
	} `toml:"project"`
	// Tool has the tables of tools, which are not checked.
	Tool        map[string]any `toml:"tool"`
	BuildSystem struct {
		Backend any `toml:"build-backend"`
	} `toml:"build-system"`
}

func (r *reader) readPyproject() error {
	text, _, err := r.tree.Text("pyproject.toml")
	if err != nil {
		return err
	}
	if r.settings, err = settings.Parse([]byte(text)); err != nil {
		return err
	}
	r.plan.takeSettings(r.settings)
	if _, err := toml.Decode(text, &r.project); err != nil {
		return settings.SyntaxError(err)
	}
	return nil
}

// readMetadata reads the values of the image's labels. A license is an expression or,
// in older files, a table with a text.
func (r *reader) readMetadata() error {
	r.plan.Version = r.project.Project.Version
	switch license := r.project.Project.License.(type) {
	case string:
		r.plan.License = license
	case map[string]any:
		r.plan.License, _ = license["text"].(string)
	}
	return nil
}
