package settings

import (
	"fmt"
	"strings"
	"time"
)

// describe names a decoded TOML value for an error, with the value where it
// is short.
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

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
