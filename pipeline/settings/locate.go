package settings

import (
	"errors"

	"github.com/BurntSushi/toml"
)

// locate gives the line of a key below root, or that of the table it is in,
// or 0. The library tells a line in errors only, so the key is decoded into a
// type that refuses every value.
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

// firstLine is the line of value, or the first one below it: a dotted key
// makes tables that stand nowhere themselves.
func firstLine(metadata toml.MetaData, value toml.Primitive) int {
	var refused toml.ParseError
	if errors.As(metadata.PrimitiveDecode(value, refusal{}), &refused) && refused.Position.Line > 0 {
		return refused.Position.Line
	}
	first := 0
	for _, child := range tableOf(metadata, value) {
		if line := firstLine(metadata, child); line > 0 && (first == 0 || line < first) {
			first = line
		}
	}
	return first
}

// tableOf is what value holds by name; nothing when it is no table.
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
