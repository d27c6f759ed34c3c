package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A shellLine is a string as /bin/sh reads it.
type shellLine struct {
	text       string
	statements []*syntax.Stmt
	// main is the command that starts the app: the last one, or the first of a line that
	// combines commands in another way than one after the other. It is nil where no simple
	// command can be told to be it.
	main *syntax.CallExpr
	// last means that nothing is left for the shell to do when main has started.
	last bool
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
	l.main, l.last = mainCommand(l.statements[len(l.statements)-1])
	l.last = l.last && !needsShell(file)
	return l, nil
}

// mainCommand returns the simple command of a statement that starts the app, and
// whether it is the last thing that the statement does.
func mainCommand(statement *syntax.Stmt) (main *syntax.CallExpr, last bool) {
	if statement.Background || statement.Negated {
		return nil, false
	}
	switch command := statement.Cmd.(type) {
	case *syntax.CallExpr:
		return command, true
	case *syntax.BinaryCmd:
		if command.Op == syntax.AndStmt {
			return mainCommand(command.Y)
		}
		main, _ = mainCommand(command.X)
	case *syntax.Subshell:
		main, _ = mainCommand(command.Stmts[len(command.Stmts)-1])
	case *syntax.Block:
		main, _ = mainCommand(command.Stmts[len(command.Stmts)-1])
	}
	return main, false
}

// needsShell reports whether a line defines what only the shell has: functions, or what
// it does at a signal.
func needsShell(file *syntax.File) bool {
	needs := false
	syntax.Walk(file, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.FuncDecl:
			needs = true
		case *syntax.CallExpr:
			needs = needs || len(node.Args) > 0 && node.Args[0].Lit() == "trap"
		}
		return !needs
	})
	return needs
}

// ofShell are commands that the shell itself carries out; no program has their names.
var ofShell = strings.Fields(". : alias break cd command continue eval exec exit export local read readonly return set shift times trap type ulimit umask unalias unset wait")

// checkLine refuses a shell line that starts no program, or none that would keep the
// container running.
func checkLine(line string) error {
	l, err := parseLine(line)
	if err != nil {
		return err
	}
	last := l.statements[len(l.statements)-1]
	call, isCall := last.Cmd.(*syntax.CallExpr)
	switch {
	case last.Background:
		return errors.New(`ends with "&", so the shell would end at once, and with it the container; remove it`)
	case last.Cmd == nil, isCall && len(call.Args) == 0:
		return errors.New("names no program")
	}
	return nil
}

// program returns the words of the main command, without exec.
func (l shellLine) program() []*syntax.Word {
	if l.main == nil {
		return nil
	}
	words := l.main.Args
	if len(words) > 0 && words[0].Lit() == "exec" {
		return words[1:]
	}
	return words
}

// replacing returns the line with its last command in place of the shell, so that the
// command is process 1 of the container and gets the signals.
func (l shellLine) replacing() string {
	if !l.last || len(l.main.Args) == 0 || slices.Contains(ofShell, l.main.Args[0].Lit()) {
		return l.text
	}
	at := l.main.Args[0].Pos().Offset()
	return l.text[:at] + "exec " + l.text[at:]
}
