package lock

import (
	"fmt"
	"maps"
	"slices"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// UV is a uv.lock. uv exports requirements files from it, in which every package has
// its hashes.
const UV Kind = "uv"

const uvLock = "uv.lock"

var uv = Format{
	Kind:      UV,
	Name:      uvLock,
	Files:     []string{uvLock},
	BuildOnly: []string{uvLock},
	Tool:      uvTool,
	Upgrade:   "uv lock --upgrade-package {name}",
	Convert:   "uv export --locked --no-default-groups --no-emit-project --output-file requirements.txt",
	Export:    "uv",
	Read:      readUV,
}

var uvTool = Tool{Name: "uv", Command: "uv lock", Table: "uv", Backend: "uv_build"}

func readUV(tree *source.Tree, keys Keys) (*Lock, error) {
	if err := checkBeside(tree, keys, uvLock, uvTool); err != nil {
		return nil, err
	}
	if err := CheckWorkspace(tree); err != nil {
		return nil, err
	}
	project, err := readPyprojectIn(tree, keys.member())
	if err != nil {
		return nil, err
	}
	content, err := readUVLock(tree)
	if err != nil {
		return nil, err
	}
	root, err := content.root(keys.member())
	if err != nil {
		return nil, err
	}
	l := &Lock{File: uvLock, RequiresPython: content.RequiresPython, Indexes: content.indexes()}
	inputs := inputsOf(tree, append([]string{pyprojectFile, uvLock}, content.metadataFiles(tree)...)...)
	locked := namesOf(root.Groups, root.Metadata.Groups)
	c, err := keys.choose(offer{
		file: uvLock, groups: locked, extras: slices.Compact(slices.Sorted(slices.Values(slices.Concat(root.Metadata.Extras, namesOf(root.Extras))))),
		customary: project.uvGroups(slices.Sorted(maps.Keys(root.Groups))),
	})
	if err != nil {
		return nil, err
	}
	from := uvLock
	if len(c.groups) > 0 {
		from += ", " + plural("group", c.groups)
	}
	l.export(from, c, inputs, nil)
	if err := l.checkUV(tree, content); err != nil {
		return nil, err
	}
	if keys.Member != "" {
		l.ExportOptions = append(l.ExportOptions, "--package", root.Name)
	}

	wanted := slices.Clone(root.Dependencies)
	for _, name := range c.groups {
		wanted = append(wanted, root.Groups[name]...)
	}
	for _, name := range c.extras {
		wanted = append(wanted, root.Extras[name]...)
	}
	production := content.follow(wanted)
	content.noteNeeded(production, wanted)
	var ofTests []uvDependency
	for _, name := range c.tests {
		ofTests = append(ofTests, root.Groups[name]...)
	}
	development := content.follow(ofTests)
	content.noteNeeded(development, ofTests)
	for i, p := range content.Packages {
		if p.folder() == keys.member() || p.Source.Virtual != "" { // the project itself, or a member that is not a package
			continue
		}
		if err := l.add(tree, p.release(), production[i], development[i], uvTool); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// testGroups are customary names of groups of packages that tests need.
var testGroups = []string{"dev", "test", "tests"}

// uvGroups chooses from the groups of the lock those that tests need: the customary
// ones, and those that uv installs by default.
func (p *pyproject) uvGroups(locked []string) []string {
	wanted := slices.Clone(testGroups)
	switch defaults := p.Tool.UV.DefaultGroups.(type) {
	case string: // "all"
		return locked
	case []any:
		for _, name := range defaults {
			wanted = append(wanted, installed.CanonicalName(fmt.Sprint(name)))
		}
	}
	return slices.DeleteFunc(slices.Clone(locked), func(name string) bool { return !slices.Contains(wanted, name) })
}

// groupsIn names the groups that a set is from; "" for none.
func groupsIn(file string, groups []string) string {
	if len(groups) == 0 {
		return ""
	}
	return plural("group", groups) + " in " + file
}
