package plan

import (
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

var (
	process = regexp.MustCompile(`^([A-Za-z0-9_-]+)\s*:\s*(.*)$`)
	// bare is a use of PORT without a value to fall back on.
	barePort = regexp.MustCompile(`\$PORT\b|\$\{PORT\}`)
)

// procfileWeb is the web process of a Procfile.
func (r *reader) procfileWeb() (settings.Command, string, error) {
	text, ok, err := r.text("Procfile")
	if !ok || err != nil {
		return settings.Command{}, "", err
	}
	for i, line := range strings.Split(text, "\n") {
		m := process.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || m[1] != "web" {
			continue
		}
		at := place{"Procfile", i + 1}
		command := settings.Shell(m[2])
		if m[2] == "" {
			return command, "", at.errorf("web names no program")
		}
		if err := command.Check(); err != nil {
			return command, "", at.errorf("web %w", err)
		}
		if _, set := r.settings.Env["PORT"]; !set && barePort.MatchString(m[2]) {
			r.warn("%s: web needs the variable PORT; set it when the app runs, or in env", at)
		}
		return command, "web in Procfile", nil
	}
	return settings.Command{}, "", nil
}
