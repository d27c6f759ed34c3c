package plan

import (
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

var (
	// preparation is a command that an app needs once for a release.
	preparation = regexp.MustCompile(`\b(?:migrate|upgrade|createcachetable)\b`)
	// atBuild is one that the build does.
	atBuild    = regexp.MustCompile(`\bcollectstatic\b`)
	assignment = regexp.MustCompile(`^[A-Za-z_]\w*=`)
)

// inKeys is what to write in pyproject.toml for a line of a Procfile that is
// more than one command: a Procfile has no lists.
func inKeys(process, line string) string {
	const write = "write in pyproject.toml: [tool.python-pipeline] "
	if process == "release" {
		return write + "release = " + shellList(line)
	}
	commands := settings.Sequence(line)
	if len(commands) == 0 {
		return write + "command = " + shellList(line)
	}
	last := commands[len(commands)-1]
	var before []string
	for _, command := range commands[:len(commands)-1] {
		switch {
		case atBuild.MatchString(command):
		case preparation.MatchString(command):
			before = append(before, command)
		default:
			return write + "command = " + shellList(lastWithExec(line, last))
		}
	}
	keys := "command = " + shellString(last)
	if len(before) > 0 {
		keys = "release = " + shellString(strings.Join(before, " && ")) + " and " + keys
	}
	if len(before) < len(commands)-1 {
		keys += " (collectstatic is part of the build)"
	}
	return write + keys
}

// shellString is a command as a key may have it: a string where it is one
// command.
func shellString(line string) string {
	if settings.Shell(line).Check() != nil {
		commands := settings.Sequence(line)
		return shellList(lastWithExec(line, commands[len(commands)-1]))
	}
	return fmt.Sprintf("%q", line)
}

func shellList(line string) string { return fmt.Sprintf(`["/bin/sh", "-c", %q]`, line) }

// lastWithExec lets the last command of a line take the place of its shell, so
// that it is the one that gets signals.
func lastWithExec(line, last string) string {
	before := line[:strings.LastIndex(line, last)]
	switch {
	case strings.HasPrefix(last, "exec "):
		return before + last
	case assignment.MatchString(last):
		return before + "exec env " + last
	}
	return before + "exec " + last
}
