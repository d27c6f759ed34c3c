package plan

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

var (
	// preparation is a command that an app needs once for a release.
	preparation = regexp.MustCompile(`\b(?:migrate|upgrade|createcachetable)\b`)
	// atBuild is a command that the build runs.
	atBuild = regexp.MustCompile(`\bcollectstatic\b`)
)

// releaseKey is the advice for a line that prepares the app for a release each time that
// it starts it; "" for any other.
func releaseKey(line string) string {
	var before []string
	commands := settings.Sequence(line)
	for _, command := range commands[:max(len(commands)-1, 0)] {
		if strings.HasPrefix(command, "cd ") {
			return "" // the release would run in another folder
		}
		if preparation.MatchString(command) {
			before = append(before, command)
		}
	}
	if len(before) == 0 {
		return ""
	}
	once := strings.Join(before, " && ")
	rest := settings.Without(line, func(command string) bool { return preparation.MatchString(command) || atBuild.MatchString(command) })
	return fmt.Sprintf("%s each time that it starts; to run it once for a release, write in pyproject.toml: [tool.python-pipeline] release = %q and command = %q", once, once, rest)
}

// withoutCollectstatic removes collectstatic from a line of the Procfile: the build has
// run it, and the app cannot write what it would write.
func (r *reader) withoutCollectstatic(name string, command settings.Command) settings.Command {
	line := settings.Without(command.Line, atBuild.MatchString)
	if line == command.Line || line == "" && name == "command" {
		return command
	}
	r.decide(name, "without collectstatic, which is part of the build: "+cmp.Or(line, "nothing is left"), "Procfile")
	return settings.Shell(line)
}
