package settings

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/suggest"
)

var (
	commandType  = reflect.TypeFor[Command]()
	durationType = reflect.TypeFor[Duration]()
)

// typeName names the TOML values that a field of type t accepts.
func typeName(t reflect.Type) string {
	switch {
	case t == commandType:
		return "string or list of strings"
	case t == durationType:
		return "duration"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return typeName(t.Elem())
	case reflect.Slice:
		return "list of " + typeName(t.Elem()) + "s"
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return "table"
		}
		if t.Elem() == commandType {
			return "table of strings or lists of strings"
		}
		return "table of " + typeName(t.Elem()) + "s"
	case reflect.Struct:
		return "table"
	case reflect.Int:
		return "integer"
	case reflect.Bool:
		return "boolean"
	}
	return t.Kind().String()
}

// isTable reports whether t is a struct whose fields are the keys of a table.
func isTable(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && t != commandType
}

// table checks names and types of a table against the fields of t.
func (p *problems) table(path toml.Key, t reflect.Type, values map[string]any) {
	names := keyNames(t)
	for name, value := range values {
		key := below(path, name)
		field, ok := fieldByName(t, name)
		if ok {
			p.value(key, strings.Join(key, "."), field.Type, value)
			continue
		}
		label := strings.Join(key, ".")
		text := fmt.Sprintf("unknown key %q", label)
		if t == servicesType {
			text = fmt.Sprintf("unknown service %q; known are %s", name, strings.Join(names, ", "))
		}
		if advice, ok := removedKeys[label]; ok {
			text += "; " + advice
		} else if closest := suggest.Closest(name, names, max(2, len(name)/3)); closest != "" {
			text += fmt.Sprintf("; did you mean %q?", strings.Join(below(path, closest), "."))
		}
		p.add(key, "%s", text)
	}
}

// value checks one value, called label, against type t. Elements of a list
// have the list's key, since only keys have lines.
func (p *problems) value(key toml.Key, label string, t reflect.Type, value any) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Interface {
		return // any value is valid
	}
	ok := false
	switch value := value.(type) {
	case string:
		ok = t.Kind() == reflect.String || t == commandType
		if target, isText := reflect.New(t).Interface().(encoding.TextUnmarshaler); isText {
			ok = true
			if err := target.UnmarshalText([]byte(value)); err != nil {
				p.add(key, "%s: %s", label, err)
			}
		}
	case int64:
		ok = t.Kind() == reflect.Int
	case bool:
		ok = t.Kind() == reflect.Bool
	case []map[string]any: // [[a]] in TOML
		ok = t.Kind() == reflect.Slice
		for i := 0; ok && i < len(value); i++ {
			p.value(key, fmt.Sprintf("%s[%d]", label, i), t.Elem(), value[i])
		}
	case []any:
		element := reflect.TypeFor[string]()
		if ok = t == commandType || t.Kind() == reflect.Slice; t.Kind() == reflect.Slice {
			element = t.Elem()
		}
		for i := 0; ok && i < len(value); i++ {
			p.value(key, fmt.Sprintf("%s[%d]", label, i), element, value[i])
		}
	case map[string]any:
		switch {
		case t.Kind() == reflect.Map:
			ok = true
			for name, element := range value {
				p.value(below(key, name), label+"."+name, t.Elem(), element)
			}
		case isTable(t):
			ok = true
			p.table(key, t, value)
		}
	}
	if !ok {
		p.add(key, "%s is %s; it must be %s%s", label, describe(value), withArticle(typeName(t)), hint(key, t, value))
	}
}

// hint says how to fix two common mistakes in TOML.
func hint(key toml.Key, t reflect.Type, value any) string {
	switch value.(type) {
	case map[string]any:
		if len(key) > 1 {
			return `; a name with a dot is written in quotes`
		}
	case float64:
		if t.Kind() == reflect.String {
			return `, in quotes`
		}
	}
	return ""
}

func below(path toml.Key, name string) toml.Key {
	return append(append(toml.Key(nil), path...), name)
}

// describe names the type of a decoded TOML value for an error, with the value if
// it is short.
func describe(value any) string {
	switch value := value.(type) {
	case string:
		return fmt.Sprintf("a string (%q)", WithoutCredentials(value))
	case int64:
		return fmt.Sprintf("an integer (%d)", value)
	case float64:
		return fmt.Sprintf("a float (%v)", value)
	case bool:
		return fmt.Sprintf("a boolean (%t)", value)
	case time.Time:
		return "a date or time"
	case []any, []map[string]any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return fmt.Sprintf("a %T", value)
}

func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// removedKeys gives the advice for keys of earlier releases.
var removedKeys = map[string]string{
	"installer": "uv always installs the requirements: remove the key",
}
