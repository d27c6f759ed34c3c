package settings

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"dagger/python-pipeline/scripts"
)

// A step is a simple command of a line whose commands run one after the other.
type step struct {
	call *syntax.CallExpr
	// text is the command as it is written.
	text string
	// then joins it to the next one: " && " or "; ".
	then string
}

// Sequence splits a shell line into the simple commands that it runs one after the
// other. It returns nil for a line that combines commands in another way.
func Sequence(line string) []string {
	var commands []string
	for _, s := range steps(line) {
		commands = append(commands, s.text)
	}
	return commands
}

// Without removes commands from a line whose commands run one after the other.
func Without(line string, removed func(command string) bool) string {
	var text strings.Builder
	then, changed := "", false
	for _, s := range steps(line) {
		if removed(s.text) {
			changed = true
			continue
		}
		text.WriteString(then + s.text)
		then = s.then
	}
	if !changed {
		return line
	}
	return text.String()
}

func steps(line string) []step {
	l, err := parseLine(line)
	if err != nil {
		return nil
	}
	var all []step
	for _, statement := range l.statements {
		part := l.steps(statement)
		if part == nil {
			return nil
		}
		all = append(all, part...)
	}
	return all
}

func (l shellLine) steps(statement *syntax.Stmt) []step {
	if statement.Background || statement.Negated {
		return nil
	}
	switch command := statement.Cmd.(type) {
	case *syntax.CallExpr:
		return []step{{command, l.source(statement), "; "}}
	case *syntax.BinaryCmd:
		if command.Op != syntax.AndStmt {
			return nil
		}
		before, after := l.steps(command.X), l.steps(command.Y)
		if before == nil || after == nil {
			return nil
		}
		before[len(before)-1].then = " && "
		return append(before, after...)
	}
	return nil
}

// source returns a command as it is written.
func (l shellLine) source(statement *syntax.Stmt) string {
	end := statement.End()
	if statement.Semicolon.IsValid() {
		end = statement.Semicolon
	}
	return strings.TrimSpace(l.text[statement.Pos().Offset():end.Offset()])
}

// Folder returns the folder in which a shell line starts its program, relative to the
// one in which the shell starts; false where only the running shell knows it.
func Folder(line string) (folder string, known bool) {
	folder = "."
	all := steps(line)
	for i, s := range all {
		if i == len(all)-1 || len(s.call.Args) == 0 || s.call.Args[0].Lit() != "cd" {
			continue
		}
		to := ""
		if len(s.call.Args) == 2 {
			to = shellLine{text: line}.unquote(s.call.Args[1].Parts)
		}
		if inApp, absolute := strings.CutPrefix(path.Clean(to)+"/", scripts.App+"/"); absolute {
			folder, to = ".", path.Clean("./"+inApp)
		}
		if to == "" || path.IsAbs(to) || strings.ContainsAny(to[:1], "~-") || strings.ContainsAny(to, "$`*?[") {
			return "", false
		}
		folder = path.Join(folder, to)
	}
	return folder, true
}
