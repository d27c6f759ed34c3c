package settings

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// runners are tools that run a program in the environment that they made.
var runners = []string{"poetry", "pipenv", "pdm", "uv", "hatch", "rye"}

// ofRunners are options between the tool and the program, without values.
var ofRunners = []string{"--no-sync", "--frozen", "--locked", "--no-dev", "--"}

// WithoutRunner removes tools such as "poetry run" in front of the programs of a shell
// line: an image has the environment, and no such tool.
func WithoutRunner(line string) string {
	l, err := parseLine(line)
	if err != nil {
		return line
	}
	text := ""
	from := uint(0)
	for _, statement := range l.statements {
		syntax.Walk(statement, func(node syntax.Node) bool {
			call, isCall := node.(*syntax.CallExpr)
			if !isCall {
				return true
			}
			words := call.Args
			if len(words) > 0 && words[0].Lit() == "exec" {
				words = words[1:]
			}
			if program := behindRunner(words); program > 0 {
				text += line[from:words[0].Pos().Offset()]
				from = words[program].Pos().Offset()
			}
			return true
		})
	}
	return text + line[from:]
}

// behindRunner returns the index of the program that a tool runs; 0 where there is no
// tool.
func behindRunner(words []*syntax.Word) int {
	if len(words) < 3 || !slices.Contains(runners, words[0].Lit()) || words[1].Lit() != "run" {
		return 0
	}
	for i, word := range words[2:] {
		switch text := word.Lit(); {
		case slices.Contains(ofRunners, text):
		case text == "" || text[0] == '-':
			return 0
		default:
			return i + 2
		}
	}
	return 0
}
