package settings

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/BurntSushi/toml"
)

// problems collects the problems of a table, so that one run shows all of them.
type problems struct {
	locate func(toml.Key) int
	list   []problem
}

type problem struct {
	line int
	text string
}

// maxProblems is the number of problems that one run shows: finding the line of
// each takes time.
const maxProblems = 50

// add adds a problem with the value of key.
func (p *problems) add(key toml.Key, format string, args ...any) {
	if len(p.list) == maxProblems {
		return
	}
	p.list = append(p.list, problem{line: p.locate(key), text: fmt.Sprintf(format, args...)})
}

// err returns all problems in the order of their lines, or nil.
func (p *problems) err() error {
	slices.SortStableFunc(p.list, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
	})
	var errs []error
	for _, problem := range p.list {
		place := ""
		if problem.line > 0 {
			place = fmt.Sprintf("line %d: ", problem.line)
		}
		errs = append(errs, fmt.Errorf("pyproject.toml: %s[tool.%s]: %s", place, tableName, problem.text))
	}
	return errors.Join(errs...)
}

// locate returns the line of a key below root, or that of its table, or 0. The
// library has lines only in errors, so the key is decoded into a type that refuses
// every value.
func locate(metadata toml.MetaData, root toml.Primitive, key toml.Key) int {
	line := firstLine(metadata, root)
	for _, name := range key {
		next, ok := tableOf(metadata, root)[name]
		if !ok {
			break
		}
		if at := firstLine(metadata, next); at > 0 {
			line = at
		}
		root = next
	}
	return line
}

// firstLine returns the line of a value, or the first line of the values below it:
// the tables of a dotted key have no line of their own.
func firstLine(metadata toml.MetaData, value toml.Primitive) int {
	var parseError toml.ParseError
	if errors.As(metadata.PrimitiveDecode(value, refusal{}), &parseError) && parseError.Position.Line > 0 {
		return parseError.Position.Line
	}
	first := 0
	for _, child := range tableOf(metadata, value) {
		if line := firstLine(metadata, child); line > 0 && (first == 0 || line < first) {
			first = line
		}
	}
	return first
}

// tableOf returns the values of a table by name, nil for a value that is not one.
func tableOf(metadata toml.MetaData, value toml.Primitive) map[string]toml.Primitive {
	var table map[string]toml.Primitive
	if metadata.PrimitiveDecode(value, &table) != nil {
		return nil
	}
	return table
}

type refusal struct{}

// UnmarshalTOML always fails.
func (refusal) UnmarshalTOML(any) error { return errors.New("refused") }
