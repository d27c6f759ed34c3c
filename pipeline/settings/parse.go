package settings

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/suggest"
)

// tableName is the name of the table below [tool].
const tableName = "python-pipeline"

// Parse reads the [tool.python-pipeline] table of a pyproject.toml. Without the
// table, or with nil, it returns the defaults. The error has every problem of the
// table, one a line.
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
	root, ok := document.Tool[tableName]
	if !ok {
		if err := checkTableNames(document.Tool); err != nil {
			return nil, err
		}
		return settings, nil
	}

	var values any
	if err := metadata.PrimitiveDecode(root, &values); err != nil {
		return nil, SyntaxError(err)
	}
	found := problems{locate: func(key toml.Key) int { return locate(metadata, root, key) }}
	table, ok := values.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("pyproject.toml: [tool.%s] is %s; it must be a table", tableName, describe(values))
	}
	found.table(nil, reflect.TypeFor[Settings](), table)
	if err := found.err(); err != nil {
		return nil, err
	}

	if err := metadata.PrimitiveDecode(root, settings); err != nil {
		return nil, SyntaxError(err)
	}
	for _, key := range metadata.Keys() {
		if len(key) > 2 && key[0] == "tool" && key[1] == tableName && !slices.Contains(settings.Given, key[2]) {
			settings.Given = append(settings.Given, key[2])
		}
	}
	settings.check(&found, func(key ...string) bool {
		return metadata.IsDefined(append([]string{"tool", tableName}, key...)...)
	})
	if err := found.err(); err != nil {
		return nil, err
	}
	settings.Services.setDefaults()
	return settings, nil
}

// checkTableNames refuses a table like [tool.python_pipeline], which would
// otherwise be ignored as another tool's.
func checkTableNames(tools map[string]toml.Primitive) error {
	for _, name := range slices.Sorted(maps.Keys(tools)) {
		if suggest.Closest(name, []string{tableName}, 2) != "" {
			return fmt.Errorf("pyproject.toml: unknown table [tool.%s]; did you mean [tool.%s]?", name, tableName)
		}
	}
	return nil
}

// SyntaxError adds the file and the line to an error in the syntax of a
// pyproject.toml or in the type of one of its values.
func SyntaxError(err error) error {
	var syntax toml.ParseError
	if errors.As(err, &syntax) {
		return fmt.Errorf("pyproject.toml: line %d: %s", syntax.Position.Line, syntax.Message)
	}
	return fmt.Errorf("pyproject.toml: %s", strings.TrimPrefix(err.Error(), "toml: "))
}
