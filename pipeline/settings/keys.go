package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Key documents one key of the table.
type Key struct {
	// Name is the key; one of a table below is "table.key".
	Name string
	// Type is what its value must be.
	Type string
	// Default is a TOML value, or words where the default depends on the app.
	Default string
	// Doc says what the key means.
	Doc string
}

// Keys lists every key in the order of [Settings].
func Keys() []Key {
	documented := *Default()
	documented.Services = defaultServices()
	return keysOf("", reflect.ValueOf(documented))
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
		byDefault, ok := field.Tag.Lookup("default")
		if !ok {
			byDefault = literal(value)
		}
		keys = append(keys, Key{
			Name:    prefix + name,
			Type:    typeName(field.Type),
			Default: byDefault,
			Doc:     field.Tag.Get("doc"),
		})
	}
	return keys
}

// literal writes a value as TOML does.
func literal(value reflect.Value) string {
	switch {
	case value.Kind() == reflect.Slice && value.Len() == 0:
		return "[]"
	case value.Kind() == reflect.Map && value.Len() == 0:
		return "{}"
	}
	// For what defaults are made of, TOML and JSON agree.
	text, err := json.Marshal(value.Interface())
	if err != nil {
		return fmt.Sprint(value.Interface())
	}
	return string(text)
}

// Text shows the value of a key of the top level to people. Of a table it
// has the names only: the values of variables are nobody else's business.
func (s *Settings) Text(name string) string {
	field, ok := fieldNamed(reflect.TypeFor[Settings](), name)
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

func fieldNamed(t reflect.Type, name string) (reflect.StructField, bool) {
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
