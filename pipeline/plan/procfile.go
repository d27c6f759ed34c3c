package plan

import (
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

var process = regexp.MustCompile(`^([A-Za-z0-9_-]+)\s*:\s*(.*)$`)

// The processes of a Procfile that have a meaning of their own.
const (
	webProcess     = "web"
	releaseProcess = "release"
)

// maxProcesses is how many processes a Procfile may have.
const maxProcesses = 100

// A processLine is a line of the Procfile.
type processLine struct {
	source.Place
	name, line string
}

// processes lists the lines of the Procfile, in order; none without the file. Tools such
// as poetry, which run a program, are not in the image, and their environment is.
func (r *reader) processes() ([]processLine, error) {
	if r.processLines != nil {
		return r.processLines, nil
	}
	text, _, err := r.tree.Text("Procfile")
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		m := process.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || names[m[1]] {
			continue // the first line of a name counts
		}
		names[m[1]] = true
		p := processLine{source.Place{File: "Procfile", Line: i + 1}, m[1], settings.WithoutRunner(m[2])}
		if len(names) > maxProcesses {
			return nil, p.Errorf("%s is one process more than the limit of %d", p.name, maxProcesses)
		}
		r.processLines = append(r.processLines, p)
	}
	return r.processLines, nil
}

// command returns the command of a line, which a shell runs.
func (p processLine) command() (settings.Command, error) {
	if p.line == "" {
		return settings.Command{}, p.Errorf("%s names no program", p.name)
	}
	command := settings.Shell(p.line)
	if err := command.Check(); err != nil {
		return settings.Command{}, p.Errorf("%s %w", p.name, err)
	}
	return command, nil
}

// procfile returns the line of a process in the Procfile, and its command; none without
// the file or the line.
func (r *reader) procfile(name string) (processLine, settings.Command, error) {
	lines, err := r.processes()
	i := slices.IndexFunc(lines, func(p processLine) bool { return p.name == name })
	if err != nil || i < 0 {
		return processLine{}, settings.Command{}, err
	}
	command, err := lines[i].command()
	return lines[i], command, err
}

// procfileWeb starts the web process of a Procfile.
func (r *reader) procfileWeb() (start, error) {
	line, command, err := r.procfile(webProcess)
	if err != nil || command.IsZero() {
		return start{}, err
	}
	if advice := releaseKey(line.line); advice != "" {
		r.warn("%s: web runs %s", line.Place, advice)
	}
	return start{command: command, from: "web in Procfile", web: true, procfile: true}, nil
}

// procfileOnly starts the only process of a Procfile, such as a worker. An app with a
// web server in its lock is no worker.
func (r *reader) procfileOnly() (start, error) {
	lines, err := r.processes()
	lines = slices.DeleteFunc(slices.Clone(lines), func(p processLine) bool { return p.name == releaseProcess })
	if err != nil || len(lines) != 1 || len(r.lockedServers()) > 0 {
		return start{}, err
	}
	command, err := lines[0].command()
	return start{command: command, from: lines[0].name + " in Procfile", procfile: true}, err
}

// decideRelease finds the command that prepares the app for a new release.
func (r *reader) decideRelease() error {
	command, from := r.settings.Release, key("release")
	if command.IsZero() {
		var err error
		if _, command, err = r.procfile(releaseProcess); err != nil || command.IsZero() {
			return err
		}
		from = "release in Procfile"
	}
	r.plan.Release, r.releaseFrom = command, from
	r.decide("release", command.String(), from)
	if r.plan.Collectstatic && from != key("release") {
		r.plan.Release = r.withoutCollectstatic("release", command)
	}
	return nil
}
