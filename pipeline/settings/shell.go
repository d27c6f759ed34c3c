package settings

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var assignment = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*)=`)

// checkLine refuses a shell line that `exec` cannot carry. Of `exec a && b`
// only a would ever run, and nobody would be told.
func checkLine(line string) error {
	line = strings.TrimSpace(line)
	if line == "" {
		return errors.New("is empty")
	}
	first := strings.Fields(line)[0]
	if first == "exec" {
		return errors.New("begins with exec, which is added to every command; remove it")
	}
	if m := assignment.FindStringSubmatch(first); m != nil {
		return fmt.Errorf("begins with a value for %s; put the variable in a table of variables, or begin with the program env", m[1])
	}
	if operator := findOperator(line); operator != "" {
		return fmt.Errorf(`holds %q, but is run as one command with exec; write ["/bin/sh", "-c", "…"] with exec before its last command`, operator)
	}
	return nil
}

// findOperator is the first character of line that makes it more than one
// simple command. Quotes, escapes, substitutions and redirections (2>&1) are
// not operators.
func findOperator(line string) string {
	var quote, previous byte
	depth := 0 // of $(…)
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != '\'' && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case c == '(' && (previous == '$' || depth > 0):
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth > 0:
		case c == '&' && (previous == '>' || previous == '<' || strings.HasPrefix(line[i+1:], ">")):
		case c == '|' && previous == '>':
		case strings.IndexByte(";|&()\n", c) >= 0:
			return string(c)
		}
		previous = c
	}
	return ""
}
