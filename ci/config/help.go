package config

import (
	"cmp"
	"io"
	"reflect"
	"strings"

	"python-pipeline/ci/progress"
)

// Variable describes one environment variable that is read.
type Variable struct {
	Name     string // as it is set
	Default  string // the default value, or its description; "" for none
	Doc      string // what it does, with units
	Honoured bool   // another tool's variable, not this program's own
}

// Variables returns all variables in the order of the documentation, this program's own first.
func Variables() []Variable {
	var variables []Variable
	for field := range reflect.TypeFor[Config]().Fields() {
		name, preset := splitTag(field)
		if name == "" {
			continue
		}
		variables = append(variables, Variable{
			Name: name, Default: cmp.Or(preset, field.Tag.Get("unset")), Doc: field.Tag.Get("doc"), Honoured: !strings.HasPrefix(name, Prefix),
		})
	}
	return variables
}

func splitTag(field reflect.StructField) (name, preset string) {
	name, options, _ := strings.Cut(field.Tag.Get("env"), ",")
	_, preset, _ = strings.Cut(options, "default=")
	return name, preset
}

// Help writes the variables with their defaults and meanings, wrapped to width columns (0: never wrapped).
func Help(w io.Writer, width int) error {
	var text strings.Builder
	text.WriteString("Settings (environment variables):\n")
	honoured := false
	for _, variable := range Variables() {
		if variable.Honoured && !honoured {
			honoured = true
			text.WriteString("\nHonoured (variables of other tools):\n")
		}
		title := variable.Name
		if variable.Default != "" {
			title += " (default: " + variable.Default + ")"
		}
		for _, paragraph := range []string{"  " + title, "      " + variable.Doc} {
			text.WriteString(strings.Join(progress.Wrap(paragraph, width), "\n") + "\n")
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}
