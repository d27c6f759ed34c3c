package lock

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/source"
)

const pyprojectFile = "pyproject.toml"

// decodeTOML reads a lock in TOML into a value, and returns its text. The error says
// how to make the lock again.
func decodeTOML(tree *source.Tree, file string, tool Tool, into any) (string, error) {
	text, _, err := tree.Text(file)
	if err != nil {
		return "", err
	}
	if _, err := toml.Decode(text, into); err != nil {
		var syntax toml.ParseError
		if errors.As(err, &syntax) {
			return "", source.Place{File: file, Line: syntax.Position.Line}.Errorf("this is not a valid lock%s (%s); %s", tool.ofName(), syntax.Message, tool.makeAgain())
		}
		return "", fmt.Errorf("%s: this is not a valid lock%s (%s); %s", file, tool.ofName(), strings.TrimPrefix(err.Error(), "toml: "), tool.makeAgain())
	}
	return text, nil
}

func (t Tool) ofName() string {
	if t.Name == "" {
		return ""
	}
	return " of " + t.Name
}

func (t Tool) makeAgain() string {
	if t.Command == "" {
		return "make it again with the tool that wrote it"
	}
	return "make it again: " + t.Command
}

// input names the file that declares the packages, in a sentence.
func (t Tool) input() string {
	if t.Input != "" {
		return "the " + t.Input
	}
	return pyprojectFile
}

// lockAgain says how to lock after a change of what is declared.
func (t Tool) lockAgain() string {
	if t.Command == "" {
		return "lock it again with the tool that wrote the lock"
	}
	return "run " + t.Command
}

// tablePlaces finds the lines that begin the tables of an array, such as
// [[package]]: the decoder does not tell where a table is. An array of another form,
// which no tool writes, has its places at the beginning of the file.
func tablePlaces(file, text, header string, count int) []source.Place {
	places := make([]source.Place, 0, count)
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == header {
			places = append(places, source.Place{File: file, Line: i + 1})
		}
	}
	if len(places) == count {
		return places
	}
	places = make([]source.Place, count)
	for i := range places {
		places[i] = source.Place{File: file, Line: 1}
	}
	return places
}

// inputsOf lists files, each with the files that it leads to if it is a link.
func inputsOf(tree *source.Tree, names ...string) []string {
	var inputs []string
	for _, name := range names {
		inputs = append(inputs, tree.WithTargets(name)...)
	}
	return inputs
}

// checkBeside rejects a lock without the file that declares its packages, and a key
// for the packages of the tests, which the lock has.
func checkBeside(tree *source.Tree, keys Keys, file string, tool Tool) error {
	if input := cmp.Or(tool.Input, pyprojectFile); !tree.Exists(input) {
		return fmt.Errorf("%s: there is no %s beside it, without which %s cannot check whether the lock is stale; add it", file, input, tool.Name)
	}
	return checkDevKey(keys, file)
}

func checkDevKey(keys Keys, file string) error {
	if keys.DevRequirements == nil {
		return nil
	}
	return fmt.Errorf("pyproject.toml: [tool.python-pipeline]: dev-requirements: %s has the packages of the tests; remove the key, or name a requirements file in lock", file)
}
