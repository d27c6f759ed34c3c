package plan

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

var process = regexp.MustCompile(`^([A-Za-z0-9_-]+)\s*:\s*(.*)$`)

// procfile returns the command of a process in the Procfile; none without the file or
// the line.
func (r *reader) procfile(name string) (settings.Command, error) {
	var none settings.Command
	text, _, err := r.tree.Text("Procfile")
	if err != nil {
		return none, err
	}
	for i, line := range strings.Split(text, "\n") {
		m := process.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || m[1] != name {
			continue
		}
		at := source.Place{File: "Procfile", Line: i + 1}
		command := settings.Shell(m[2])
		if m[2] == "" {
			return none, at.Errorf("%s names no program", name)
		}
		err := command.Check()
		var several *settings.SeveralError
		if errors.As(err, &several) {
			return none, at.Errorf("%s %s; %s", name, several.Holds(), inKeys(name, m[2]))
		}
		if err != nil {
			return none, at.Errorf("%s %w", name, err)
		}
		return command, nil
	}
	return none, nil
}

// procfileWeb starts the web process of a Procfile.
func (r *reader) procfileWeb() (start, error) {
	command, err := r.procfile("web")
	return start{command: command, from: "web in Procfile", web: true}, err
}

// decideRelease finds the command that prepares the app for a new release.
func (r *reader) decideRelease() error {
	command, from := r.settings.Release, key("release")
	if command.IsZero() {
		var err error
		if command, err = r.procfile("release"); err != nil || command.IsZero() {
			return err
		}
		from = "release in Procfile"
	}
	r.plan.Release = command
	r.decide("release", command.String(), from)
	return nil
}

var (
	// preparation is a command that an app needs once for a release.
	preparation = regexp.MustCompile(`\b(?:migrate|upgrade|createcachetable)\b`)
	// atBuild is a command that the build runs.
	atBuild = regexp.MustCompile(`\bcollectstatic\b`)
)

// inKeys is the advice what to write in pyproject.toml for a line of a Procfile that
// has more than one command: a Procfile has no lists.
func inKeys(process, line string) string {
	const write = "write in pyproject.toml: [tool.python-pipeline] "
	if process == "release" {
		return write + "release = " + shellList(line)
	}
	commands := settings.Sequence(line)
	if len(commands) == 0 {
		return write + "command = " + shellList(line)
	}
	var before []string
	for _, command := range commands[:len(commands)-1] {
		switch {
		case atBuild.MatchString(command):
		case preparation.MatchString(command):
			before = append(before, command)
		default:
			return write + "command = " + shellList(settings.WithExec(line))
		}
	}
	keys := "command = " + shellString(commands[len(commands)-1])
	if len(before) > 0 {
		keys = "release = " + shellString(strings.Join(before, " && ")) + " and " + keys
	}
	if len(before) < len(commands)-1 {
		keys += " (collectstatic is part of the build)"
	}
	return write + keys
}

// shellString formats a command as the value of a key: a string where it is one
// command, else a list.
func shellString(line string) string {
	if settings.Shell(line).Check() != nil {
		return shellList(settings.WithExec(line))
	}
	return fmt.Sprintf("%q", line)
}

func shellList(line string) string { return fmt.Sprintf(`["/bin/sh", "-c", %q]`, line) }
