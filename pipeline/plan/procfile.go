package plan

import (
	"errors"
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

var process = regexp.MustCompile(`^([A-Za-z0-9_-]+)\s*:\s*(.*)$`)

// procfile is a process of the Procfile; none without the file or the line.
func (r *reader) procfile(name string) (command settings.Command, at place, err error) {
	text, ok, err := r.text("Procfile")
	if !ok || err != nil {
		return command, at, err
	}
	for i, line := range strings.Split(text, "\n") {
		m := process.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || m[1] != name {
			continue
		}
		at = place{"Procfile", i + 1}
		command = settings.Shell(m[2])
		if m[2] == "" {
			return command, at, at.errorf("%s names no program", name)
		}
		err := command.Check()
		var several *settings.SeveralError
		if errors.As(err, &several) {
			return command, at, at.errorf("%s %s; %s", name, several.Holds(), inKeys(name, m[2]))
		}
		if err != nil {
			return command, at, at.errorf("%s %w", name, err)
		}
		break
	}
	return command, at, nil
}

// procfileWeb is the web process of a Procfile.
func (r *reader) procfileWeb() (settings.Command, string, error) {
	command, _, err := r.procfile("web")
	if err != nil || command.IsZero() {
		return command, "", err
	}
	r.fromProcfile = true
	return command, "web in Procfile", nil
}

// decideRelease finds what prepares the app for a new release.
func (r *reader) decideRelease() error {
	command, from := r.settings.Release, key("release")
	if command.IsZero() {
		var err error
		if command, _, err = r.procfile("release"); err != nil || command.IsZero() {
			return err
		}
		from = "release in Procfile"
	}
	r.plan.Release = command
	r.decide("release", command.String(), from)
	return nil
}
