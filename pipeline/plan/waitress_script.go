package plan

import (
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
)

// maxScript is the size of the largest script that becomes part of a command.
const maxScript = 32 << 10

// scriptAtSIGTERM returns the command with the lines of the script that it starts, if
// its last line starts waitress: that line has to be another one, and the file in the
// image stays as the app has it. The script is "" for any other command.
func (r *reader) scriptAtSIGTERM() (command settings.Command, script string, err error) {
	none := settings.Command{}
	p := programOf(r.plan.Command)
	file, interpreter := p.startFile()
	if file == "" || strings.HasPrefix(interpreter, "python") || !r.tree.Exists(file) {
		return none, "", nil
	}
	text, _, err := r.tree.Text(file)
	if err != nil || len(text) > maxScript {
		return none, "", err
	}
	changed := stopAtSIGTERM(settings.Shell(text)).Line
	at := slices.IndexFunc(p.words, func(word string) bool { return p.file(word) == file })
	shell := p.words[:at]
	if interpreter == "" {
		shell = interpreterOf(text)
	}
	if changed == text || len(shell) == 0 || !slices.Contains(shells, path.Base(shell[0])) {
		return none, "", nil
	}
	words := slices.Concat(shell, []string{"-c", changed, p.words[at]})
	if p.line == "" {
		list := r.plan.Command.List
		return settings.Exec(slices.Concat(list[:p.before], words, list[p.before+at+1:])...), file, nil
	}
	for i, word := range words {
		words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	line := settings.ReplaceWords(p.line, p.before, at+1, strings.Join(words, " "))
	if r.plan.Command.Line != "" {
		return settings.Shell(line), file, nil
	}
	list := r.plan.Command.List
	return settings.Exec(slices.Concat(list[:2], []string{line}, list[3:])...), file, nil
}

// interpreterOf returns the program, with its options, that runs a script.
func interpreterOf(text string) []string {
	first, _, _ := strings.Cut(text, "\n")
	line, found := strings.CutPrefix(first, "#!")
	if !found {
		return []string{"/bin/sh"}
	}
	words := strings.Fields(line)
	if len(words) > 1 && path.Base(words[0]) == "env" {
		words = words[1:]
	}
	return words
}
