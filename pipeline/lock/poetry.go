package lock

import (
	"slices"

	"dagger/python-pipeline/source"
)

// Poetry is a poetry.lock. Poetry exports requirements files from it, in which every
// package has its hashes.
const Poetry Kind = "poetry"

const poetryLock = "poetry.lock"

var poetry = Format{
	Kind:      Poetry,
	Name:      poetryLock,
	Files:     []string{poetryLock},
	BuildOnly: []string{poetryLock},
	Tool:      poetryTool,
	Upgrade:   "poetry update {name}",
	Convert:   "poetry export --only main --output requirements.txt",
	Export:    "poetry",
	Read:      readPoetry,
}

var poetryTool = Tool{Name: "Poetry", Command: "poetry lock", Table: "poetry", Backend: "poetry."}

// poetryMain is Poetry's name for the packages of production.
const poetryMain = "main"

func readPoetry(tree *source.Tree, keys Keys) (*Lock, error) {
	if err := checkBeside(tree, keys, poetryLock, poetryTool); err != nil {
		return nil, err
	}
	project, err := readPyproject(tree)
	if err != nil {
		return nil, err
	}
	content, err := readPoetryLock(tree)
	if err != nil {
		return nil, err
	}
	l := &Lock{File: poetryLock, RequiresPython: poetryVersions(content.Metadata.Python), Indexes: content.indexes()}
	inputs := inputsOf(tree, pyprojectFile, poetryLock)
	c, err := keys.choose(offer{file: poetryLock, groups: content.groups(project), extras: namesOf(content.Extras), customary: project.poetryGroups()})
	if err != nil {
		return nil, err
	}
	inProduction := append([]string{poetryMain}, c.groups...)
	l.export(groupsIn(poetryLock, inProduction), c, inputs, nil)
	for _, p := range content.Packages {
		production, err := p.needOf(inProduction, c.extras)
		if err != nil {
			return nil, err
		}
		development, err := p.needOf(c.tests, c.extras)
		if err != nil {
			return nil, err
		}
		if err := l.add(tree, p.release(), production, development, poetryTool); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// poetryGroups are the groups of pyproject.toml that tests need, in the order of
// testGroups. Poetry had one table for them all, which is the group dev.
func (p *pyproject) poetryGroups() []string {
	var groups []string
	for _, name := range testGroups {
		_, ofPoetry := p.Tool.Poetry.Group[name]
		_, ofProject := p.DependencyGroups[name]
		if ofPoetry || ofProject || name == "dev" && p.Tool.Poetry.DevDependencies != nil {
			groups = append(groups, name)
		}
	}
	return slices.Clip(groups)
}
