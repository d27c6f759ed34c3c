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
	if at := findOperator(line); at >= 0 {
		return &SeveralError{Operator: line[at : at+1]}
	}
	return nil
}

// A SeveralError is for a shell line that is more than one simple command.
type SeveralError struct {
	// Operator is the first character that makes it one.
	Operator string
}

// Holds is the error without what to do about it.
func (e *SeveralError) Holds() string {
	return fmt.Sprintf("holds %q, but is run as one command with exec", e.Operator)
}

// Error says what to write in place of the line, where a list may stand.
func (e *SeveralError) Error() string {
	return e.Holds() + `; write ["/bin/sh", "-c", "…"] with exec before its last command`
}

// Sequence splits a shell line into the commands that it runs one after the
// other; nil for a line that does anything else with them.
func Sequence(line string) []string {
	var commands []string
	add := func(command string) {
		if command = strings.TrimSpace(command); command != "" {
			commands = append(commands, command)
		}
	}
	for {
		at := findOperator(line)
		if at < 0 {
			add(line)
			return commands
		}
		rest, ok := strings.CutPrefix(line[at:], "&&")
		if !ok {
			rest, ok = strings.CutPrefix(line[at:], ";")
		}
		if !ok {
			return nil
		}
		add(line[:at])
		line = rest
	}
}

// findOperator is the place of the first character of line that makes it more
// than one simple command, or -1. Quotes, escapes, substitutions and
// redirections (2>&1) are not operators.
func findOperator(line string) int {
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
			return i
		}
		previous = c
	}
	return -1
}
