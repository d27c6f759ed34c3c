package plan

import (
	"slices"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/setupcfg"
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
		// Dynamic are the values that the build backend finds out.
		Dynamic []any `toml:"dynamic"`
	} `toml:"project"`
	// Tool has the tables of tools, which are not checked.
	Tool map[string]any `toml:"tool"`
	// BuildSystem is nil where the table is missing.
	BuildSystem *struct {
		Backend  any `toml:"build-backend"`
		Path     any `toml:"backend-path"`
		Requires any `toml:"requires"`
	} `toml:"build-system"`
}

// backend is the name of the build backend; "" where none is named.
func (p *project) backend() string {
	if p.BuildSystem == nil {
		return ""
	}
	name, _ := p.BuildSystem.Backend.(string)
	return name
}

// isDynamic reports whether the build backend finds out a value of [project].
func (p *project) isDynamic(name string) bool { return slices.Contains(p.Project.Dynamic, any(name)) }

// tool returns a value below [tool]; nil where there is none.
func (p *project) tool(keys ...string) any {
	var value any = p.Tool
	for _, key := range keys {
		table, _ := value.(map[string]any)
		value = table[key]
	}
	return value
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

// readSetupCfg reads setup.cfg.
func (r *reader) readSetupCfg() error {
	text, _, err := r.tree.Text("setup.cfg")
	r.setupCfg = setupcfg.Parse(text)
	return err
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
