package plan

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
)

// A program is what a command starts in the end.
type program struct {
	// words are the program's name and its arguments, without quotes.
	words []string
	// line is the shell's line that starts it; "" for a list of arguments.
	line string
	// before counts the words of that line, or of the list, in front of the program.
	before int
	// folder is the working folder, relative to the app's; "" where it is not known.
	folder string
}

// programOf looks through the shell and through env.
func programOf(command settings.Command) program {
	p := program{words: command.Words(), line: command.Line, folder: "."}
	if line, ok := lineOfList(command); ok {
		p.words, p.line = settings.Shell(line).Words(), line
	}
	if p.line != "" {
		p.folder, _ = settings.Folder(p.line)
	}
	if p.before = wordsOfEnv(p.words); p.before > 0 {
		p.words = p.words[p.before:]
	}
	return p
}

// shells are the programs that run a line, or a file of lines.
var shells = []string{"sh", "bash", "dash"}

// lineOfList returns the line of a list such as ["/bin/sh", "-c", "…"].
func lineOfList(command settings.Command) (string, bool) {
	list := command.List
	if len(list) < 3 || !slices.Contains(shells, path.Base(list[0])) || !strings.HasSuffix(list[1], "c") || !strings.HasPrefix(list[1], "-") {
		return "", false
	}
	return list[2], settings.Shell(list[2]).Check() == nil
}

var assignment = regexp.MustCompile(`^\w+=`)

// wordsOfEnv counts the words of env in front of the program that it starts.
func wordsOfEnv(words []string) int {
	if len(words) == 0 || path.Base(words[0]) != "env" {
		return 0
	}
	for i := 1; i < len(words); i++ {
		switch word := words[i]; {
		case word == "-u":
			i++
		case assignment.MatchString(word), word == "-i", word == "-", strings.HasPrefix(word, "-u"), strings.HasPrefix(word, "--unset="):
		default:
			return i
		}
	}
	return 0
}

// file returns the path of a file, as the program names it, in the source; "" where it
// lies elsewhere.
func (p program) file(name string) string {
	name, inApp := strings.CutPrefix(name, scripts.App+"/")
	if !inApp {
		if p.folder == "" || path.IsAbs(name) {
			return ""
		}
		name = path.Join(p.folder, name)
	}
	if name = path.Clean(name); name == "." || strings.HasPrefix(name, "../") || strings.ContainsAny(name, "$`") {
		return ""
	}
	return name
}

// startFile returns the file of the source that the program is, or that an interpreter
// runs; "" for any other program. The interpreter is "" for a file that is started by
// itself.
func (p program) startFile() (file, interpreter string) {
	if len(p.words) == 0 {
		return "", ""
	}
	base := path.Base(p.words[0])
	if !slices.Contains(shells, base) && !strings.HasPrefix(base, "python") {
		if !strings.Contains(p.words[0], "/") {
			return "", ""
		}
		return p.file(p.words[0]), ""
	}
	for _, word := range p.words[1:] {
		if word == "-c" || word == "-m" {
			return "", ""
		}
		if !strings.HasPrefix(word, "-") {
			return p.file(word), base
		}
	}
	return "", ""
}
