package lock

import (
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// projectFile is a pyproject.toml that is installed from without a lock.
type projectFile struct {
	Project *struct {
		Name         string              `toml:"name"`
		Dependencies []string            `toml:"dependencies"`
		Extras       map[string][]string `toml:"optional-dependencies"`
		Dynamic      []any               `toml:"dynamic"`
	} `toml:"project"`
	Groups map[string]any `toml:"dependency-groups"`
	Tool   struct {
		UV struct {
			Sources map[string]any `toml:"sources"`
		} `toml:"uv"`
		Hatch struct {
			Envs map[string]struct {
				Dependencies any `toml:"dependencies"`
				Extra        any `toml:"extra-dependencies"`
			} `toml:"envs"`
		} `toml:"hatch"`
	} `toml:"tool"`

	text string
}

func readProjectFile(tree *source.Tree) (*projectFile, error) {
	f := &projectFile{}
	var err error
	if f.text, _, err = tree.Text(pyprojectFile); err != nil {
		return nil, err
	}
	if _, err := toml.Decode(f.text, f); err != nil {
		return nil, settings.SyntaxError(err)
	}
	return f, nil
}

func (f *projectFile) isDynamic(name string) bool {
	return f.Project != nil && slices.Contains(f.Project.Dynamic, any(name))
}

// dependencies are the requirements of production.
func (f *projectFile) dependencies() []logicalLine {
	return f.lines("project", f.Project.Dependencies)
}

// lines gives requirements their places below a table.
func (f *projectFile) lines(table string, requirements []string) []logicalLine {
	var lines []logicalLine
	for _, text := range requirements {
		lines = append(lines, logicalLine{Place: placeOf(pyprojectFile, f.text, table, text), text: strings.TrimSpace(text)})
	}
	return lines
}

// placeOf finds the line of a text below the header of a table; the decoder does not
// tell where a value is. It is the first line of the file where it is not written as it
// is.
func placeOf(file, content, table, text string) source.Place {
	inTable := table == ""
	for i, line := range strings.Split(content, "\n") {
		inTable = inTable || strings.HasPrefix(strings.TrimSpace(line), "["+table)
		if inTable && strings.Contains(line, text) {
			return source.Place{File: file, Line: i + 1}
		}
	}
	return source.Place{File: file, Line: 1}
}

// offer is what the project has to choose from.
func (f *projectFile) offer() offer {
	o := offer{file: pyprojectFile, groups: namesOf(f.Groups)}
	if f.Project != nil {
		o.extras = namesOf(f.Project.Extras)
	}
	return o
}

// ofTests returns the requirements of the named groups and extras, nil for those with
// customary names, and what they are called; without any, those of such environments of
// Hatch.
func (f *projectFile) ofTests(names []string) (lines []logicalLine, from []string, err error) {
	all := f.offer()
	isWanted := isForTests
	if names != nil {
		if names, err = all.pick("dev-groups", "group", names, slices.Concat(all.groups, all.extras)); err != nil {
			return nil, nil, err
		}
		isWanted = func(name string) bool { return slices.Contains(names, name) }
	}
	e := expansion{projectFile: f, seen: map[string]bool{}}
	for _, name := range all.groups {
		if isWanted(name) {
			from = append(from, "group "+name)
			if err := e.group(name, nil); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, name := range all.extras {
		if isWanted(name) {
			from = append(from, "extra "+name)
			e.extra(name)
		}
	}
	if len(from) > 0 || names != nil {
		return e.lines, from, nil
	}
	for _, name := range slices.Sorted(maps.Keys(f.Tool.Hatch.Envs)) {
		env := f.Tool.Hatch.Envs[name]
		if requirements := append(stringsIn(env.Dependencies), stringsIn(env.Extra)...); len(requirements) > 0 && (name == "default" || isForTests(name)) {
			from = append(from, "environment "+name+" of Hatch")
			lines = append(lines, f.lines("tool.hatch.envs."+name, requirements)...)
		}
	}
	return lines, from, nil
}

// stringsIn returns the strings of a list, without those that stand for others.
func stringsIn(list any) []string {
	var texts []string
	values, _ := list.([]any)
	for _, value := range values {
		if text, is := value.(string); is && !strings.Contains(text, "{") {
			texts = append(texts, text)
		}
	}
	return texts
}
