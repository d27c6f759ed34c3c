package settings

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/near"
)

// table is the name of our table below [tool].
const table = "python-pipeline"

// Parse reads the [tool.python-pipeline] table of a pyproject.toml. Without
// the table, or with nil, it gives the defaults. The error names every problem
// of the table, one a line.
func Parse(pyproject []byte) (*Settings, error) {
	if err := CheckBounds(string(pyproject)); err != nil {
		return nil, err
	}
	var document struct {
		Tool map[string]toml.Primitive `toml:"tool"`
	}
	metadata, err := toml.Decode(string(pyproject), &document)
	if err != nil {
		return nil, SyntaxError(err)
	}
	settings := Default()
	root, ok := document.Tool[table]
	if !ok {
		if err := misnamed(document.Tool); err != nil {
			return nil, err
		}
		return settings, nil
	}

	var values any
	if err := metadata.PrimitiveDecode(root, &values); err != nil {
		return nil, SyntaxError(err)
	}
	found := problems{locate: func(key toml.Key) int { return locate(metadata, root, key) }}
	named, ok := values.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("pyproject.toml: [tool.%s] is %s; it must be a table", table, describe(values))
	}
	found.table(nil, reflect.TypeFor[Settings](), named)
	if err := found.err(); err != nil {
		return nil, err
	}

	if err := metadata.PrimitiveDecode(root, settings); err != nil {
		return nil, SyntaxError(err)
	}
	for _, key := range metadata.Keys() {
		if len(key) > 2 && key[0] == "tool" && key[1] == table && !slices.Contains(settings.Given, key[2]) {
			settings.Given = append(settings.Given, key[2])
		}
	}
	settings.check(&found, func(key ...string) bool {
		return metadata.IsDefined(append([]string{"tool", table}, key...)...)
	})
	if err := found.err(); err != nil {
		return nil, err
	}
	settings.Services.fill()
	return settings, nil
}

// misnamed refuses a table like [tool.python_pipeline], which would otherwise
// be ignored as another tool's.
func misnamed(tools map[string]toml.Primitive) error {
	for _, name := range slices.Sorted(maps.Keys(tools)) {
		if near.To(name, []string{table}, 2) != "" {
			return fmt.Errorf("pyproject.toml: unknown table [tool.%s]; did you mean [tool.%s]?", name, table)
		}
	}
	return nil
}

// SyntaxError puts the file and the line before what is wrong with the text of a
// pyproject.toml, or with the type of a value in it.
func SyntaxError(err error) error {
	var syntax toml.ParseError
	if errors.As(err, &syntax) {
		return fmt.Errorf("pyproject.toml: line %d: %s", syntax.Position.Line, syntax.Message)
	}
	return fmt.Errorf("pyproject.toml: %s", strings.TrimPrefix(err.Error(), "toml: "))
}
