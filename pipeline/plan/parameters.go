package plan

import (
	"regexp"
	"strings"
)

// inParentheses returns the text up to the parenthesis that closes one before it.
func inParentheses(text string) (inside string, ok bool) {
	depth := 1
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"', '\'':
			end := strings.IndexByte(text[i+1:], text[i])
			if end < 0 {
				return "", false
			}
			i += 1 + end
		case '#':
			end := strings.IndexByte(text[i:], '\n')
			if end < 0 {
				return "", false
			}
			i += end
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return text[:i], true
			}
		}
	}
	return "", false
}

var (
	// hidesCommas are the parts of a list of parameters that may have commas of their own.
	hidesCommas = regexp.MustCompile(`"[^"\n]*"|'[^'\n]*'|#[^\n]*|\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}`)
	parameter   = regexp.MustCompile(`^\w+`)
)

// required lists the parameters without a default.
func required(parameters string) []string {
	for {
		plain := hidesCommas.ReplaceAllString(parameters, "")
		if plain == parameters {
			break
		}
		parameters = plain
	}
	var needed []string
	for _, text := range strings.Split(parameters, ",") {
		if name := parameter.FindString(strings.TrimSpace(text)); name != "" && !strings.Contains(text, "=") {
			needed = append(needed, name)
		}
	}
	return needed
}
