package settings

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Key documents one key of the table.
type Key struct {
	// Name is the key, or "table.key" for a key of a table below.
	Name string
	// Type is the type of its value.
	Type string
	// Default is a TOML value, or a description if the default depends on the app.
	Default string
	// Doc describes the key.
	Doc string
}

// Keys lists every key in the order of [Settings].
func Keys() []Key {
	return keysOf("", reflect.ValueOf(documented()))
}

// documented returns the settings with the defaults that the documentation shows.
func documented() Settings {
	settings := *Default()
	settings.Services = defaultServices()
	return settings
}

func keysOf(prefix string, table reflect.Value) []Key {
	var keys []Key
	for i := range table.NumField() {
		field, value := table.Type().Field(i), table.Field(i)
		name := field.Tag.Get("toml")
		if name == "-" {
			continue
		}
		if isTable(field.Type) {
			keys = append(keys, keysOf(prefix+name+".", reflect.Indirect(value))...)
			continue
		}
		defaultText, ok := field.Tag.Lookup("default")
		if !ok {
			defaultText = Literal(value.Interface())
		}
		keys = append(keys, Key{
			Name:    prefix + name,
			Type:    typeName(field.Type),
			Default: defaultText,
			Doc:     field.Tag.Get("doc"),
		})
	}
	return keys
}

// Text formats the value of a top-level key for people. Of a table it has only the
// names, because the values of variables may be confidential.
func (s *Settings) Text(name string) string {
	field, ok := fieldByName(reflect.TypeFor[Settings](), name)
	if !ok {
		return ""
	}
	value := reflect.ValueOf(*s).FieldByIndex(field.Index)
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return ""
		}
		value = value.Elem()
	}
	switch value := value.Interface().(type) {
	case []string:
		return strings.Join(value, ", ")
	case map[string]string:
		return strings.Join(slices.Sorted(maps.Keys(value)), ", ")
	default:
		return fmt.Sprint(value)
	}
}

func fieldByName(t reflect.Type, name string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if field := t.Field(i); field.Tag.Get("toml") == name && name != "-" {
			return field, true
		}
	}
	return reflect.StructField{}, false
}

func keyNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("toml"); name != "-" {
			names = append(names, name)
		}
	}
	return names
}
