package composefile

import "strings"

// A Value is the value of a variable. Parts of it may be left to the user who starts the services.
type Value []part

// A part is a text, or what the user sets in a variable of that name.
type part struct{ text, name, advice string }

// Literal returns the value that is this text.
func Literal(text string) Value { return Value{{text: text}} }

// Required returns the value that the user has to set in the variable of this name. Compose prints the advice, which has no
// brace, to who has not.
func Required(name, advice string) Value { return Value{{name: name, advice: advice}} }

// String returns the value as the file has it.
func (v Value) String() string {
	var text strings.Builder
	for _, p := range v {
		if p.name != "" {
			text.WriteString("${" + p.name + ":?" + p.advice + "}")
		} else {
			text.WriteString(escape(p.text))
		}
	}
	return text.String()
}

// escape writes a text so that Compose finds no variable in it.
func escape(text string) string { return strings.ReplaceAll(text, "$", "$$") }

// escapeAll escapes each of the texts.
func escapeAll(texts []string) []string {
	escaped := make([]string, len(texts))
	for i, text := range texts {
		escaped[i] = escape(text)
	}
	return escaped
}
