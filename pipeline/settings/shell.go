package settings

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A shellLine is a string as /bin/sh reads it.
type shellLine struct {
	text       string
	statements []*syntax.Stmt
	// first is the line's first command, nil for one that is not simple.
	first *syntax.CallExpr
	// operator makes the line more than one simple command; "" if it is one.
	operator string
}

// maxLine is the length of the longest argument of a program on Linux, less "exec "
// and the byte at its end. It also limits the depth of nesting in a line.
const maxLine = 128<<10 - len("exec ") - 1

func parseLine(text string) (shellLine, error) {
	if len(text) > maxLine {
		return shellLine{}, fmt.Errorf("has %d bytes; a shell line can have at most %d", len(text), maxLine)
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(text), "")
	if err != nil {
		return shellLine{}, fmt.Errorf("is not a line that /bin/sh understands (%w); correct it, or write a list of arguments", err)
	}
	l := shellLine{text: text, statements: file.Stmts}
	if len(l.statements) == 0 {
		return l, errors.New("is empty")
	}
	statement := l.statements[0]
	switch {
	case statement.Background:
		l.operator = "&"
	case statement.Semicolon.IsValid():
		l.operator = ";"
	case len(l.statements) > 1:
		l.operator = "\n"
	}
	for binary, ok := statement.Cmd.(*syntax.BinaryCmd); ok; binary, ok = statement.Cmd.(*syntax.BinaryCmd) {
		statement, l.operator = binary.X, binary.Op.String()[:1]
	}
	l.first, _ = statement.Cmd.(*syntax.CallExpr)
	switch rest := text[statement.Pos().Offset():]; {
	case strings.HasPrefix(rest, "("):
		l.operator = "("
	case statement.Negated || l.first == nil && statement.Cmd != nil:
		l.operator = strings.Fields(rest)[0]
	}
	return l, nil
}

// variable returns the variable that a command sets before its program, or "".
func variable(call *syntax.CallExpr) string {
	if call == nil || len(call.Assigns) == 0 {
		return ""
	}
	return call.Assigns[0].Name.Value
}

// hasExec reports whether the program replaces the shell.
func hasExec(call *syntax.CallExpr) bool {
	return call != nil && len(call.Args) > 0 && call.Args[0].Lit() == "exec"
}

// source returns a command as it is written.
func (l shellLine) source(statement *syntax.Stmt) string {
	end := statement.End()
	if statement.Semicolon.IsValid() {
		end = statement.Semicolon
	}
	return strings.TrimSpace(l.text[statement.Pos().Offset():end.Offset()])
}

// checkLine refuses a shell line that cannot follow `exec`. Of `exec a && b` only
// a would run, without any error.
func checkLine(line string) error {
	l, err := parseLine(line)
	switch {
	case err != nil:
		return err
	case hasExec(l.first):
		return errors.New("begins with exec, which is added to every command; remove it")
	case variable(l.first) != "":
		return fmt.Errorf("begins with a value for %s; put the variable in a table of variables, or begin with the program env", variable(l.first))
	case l.operator != "":
		return &SeveralError{Operator: l.operator}
	case l.first == nil:
		return errors.New("names no program")
	}
	return nil
}

// A SeveralError is for a shell line that is more than one simple command.
type SeveralError struct {
	// Operator combines the commands: a character, or a word such as if.
	Operator string
}

// Holds returns the error's text without advice.
func (e *SeveralError) Holds() string {
	return fmt.Sprintf("holds %q, but is run as one command with exec", e.Operator)
}

// Error returns the text with the advice to write a list instead.
func (e *SeveralError) Error() string {
	return e.Holds() + `; write ["/bin/sh", "-c", "…"] with exec before its last command`
}

// Sequence splits a shell line into the simple commands that it runs one after the
// other. It returns nil for a line that combines commands in another way.
func Sequence(line string) []string {
	l, err := parseLine(line)
	if err != nil {
		return nil
	}
	return l.sequence(l.statements...)
}

func (l shellLine) sequence(statements ...*syntax.Stmt) []string {
	var commands []string
	for _, statement := range statements {
		binary, _ := statement.Cmd.(*syntax.BinaryCmd)
		_, simple := statement.Cmd.(*syntax.CallExpr)
		var part []string
		switch {
		case statement.Background || statement.Negated:
		case simple:
			part = []string{l.source(statement)}
		case binary != nil && binary.Op == syntax.AndStmt:
			part = l.sequence(binary.X, binary.Y)
		}
		if part == nil {
			return nil
		}
		commands = append(commands, part...)
	}
	return commands
}

// WithExec lets the last command of a shell line replace the shell, so that it
// gets the signals. Text behind the command is dropped.
func WithExec(line string) string {
	l, err := parseLine(line)
	if err != nil {
		return line
	}
	last := l.statements[len(l.statements)-1]
	for binary, ok := last.Cmd.(*syntax.BinaryCmd); ok; binary, ok = last.Cmd.(*syntax.BinaryCmd) {
		last = binary.Y
	}
	call, _ := last.Cmd.(*syntax.CallExpr)
	before, command := line[:last.Pos().Offset()], l.source(last)
	switch {
	case hasExec(call):
		return before + command
	case variable(call) != "":
		return before + "exec env " + command
	}
	return before + "exec " + command
}
