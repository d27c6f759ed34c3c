package settings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Literal formats the value of a key as TOML. The types that keys have look the same in
// TOML and in JSON.
func Literal(value any) string {
	if command, is := value.(Command); is {
		if command.Line != "" {
			return Literal(command.Line)
		}
		return Literal(command.List)
	}
	switch v := reflect.ValueOf(value); {
	case v.Kind() == reflect.Map && v.Len() == 0:
		return "{}"
	case v.Kind() == reflect.Slice:
		var elements []string
		for i := range v.Len() {
			elements = append(elements, Literal(v.Index(i).Interface()))
		}
		return "[" + strings.Join(elements, ", ") + "]"
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // && stays readable
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	return strings.ReplaceAll(strings.TrimSpace(text.String()), "\x7f", `\u007f`)
}
