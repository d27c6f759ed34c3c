package plan

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// readsPort matches a program of Python that reads the variable PORT.
	readsPort = regexp.MustCompile(`\b(?:environ(?:\.get[ \t]*\(|[ \t]*\[)|getenv[ \t]*\()\s*["']PORT["']`)
	// defaultOfPort is the port of a program or a script that is given no PORT.
	defaultOfPort = regexp.MustCompile(`["']PORT["'][ \t]*,[ \t]*["']?([0-9]{4,5})\b|\$\{PORT:?-([0-9]{4,5})\}`)
	// portValue gives a port to a server that a program of Python starts.
	portValue = regexp.MustCompile(`(?m)^[^#\n]*\bport[ \t]*=[ \t]*([0-9]{4,5})\b`)
)

// A portFile is a file of the source that decides on which port the app listens.
type portFile struct {
	name, text string
	python     bool
}

// portFiles lists the settings of gunicorn, where the command gives it no address, and
// the program or script that the command starts.
func (r *reader) portFiles(s server) ([]portFile, error) {
	var files []portFile
	if s.name == "gunicorn" && !bindOption.MatchString(r.startLine()) {
		name, text, err := r.gunicornSettings()
		if err != nil {
			return nil, err
		}
		files = append(files, portFile{name, text, true})
	}
	if name, interpreter := programOf(r.plan.Command).startFile(); name != "" && r.tree.Exists(name) {
		text, _, err := r.tree.Text(name)
		if err != nil {
			return nil, err
		}
		python := strings.HasPrefix(interpreter, "python") || path.Ext(name) == ".py"
		files = append(files, portFile{name, text, python})
	}
	return files, nil
}

// needs reports whether the file depends on PORT.
func (f portFile) needs() bool {
	if f.python {
		return readsPort.MatchString(f.text)
	}
	return barePort.MatchString(f.text)
}

// port returns the port that the file says, or 0.
func (f portFile) port(variables map[string]string) int {
	text := ""
	switch m := defaultOfPort.FindStringSubmatch(f.text); {
	case m != nil || f.needs():
		text = variables["PORT"]
		if text == "" && m != nil {
			text = m[1] + m[2]
		}
	case f.python:
		text = only(portValue, f.text)
	default:
		text = portOfScript(f.text)
	}
	port, err := strconv.Atoi(text)
	if err != nil || !validPort(port) {
		return 0
	}
	return port
}

// only returns the group of a pattern if it is the same wherever the pattern matches.
func only(pattern *regexp.Regexp, text string) string {
	found := ""
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		if found != "" && found != m[1] {
			return ""
		}
		found = m[1]
	}
	return found
}

// portOfScript returns the port in the line of a shell's script that starts a server.
func portOfScript(text string) string {
	for _, line := range strings.Split(strings.ReplaceAll(text, "\\\n", " "), "\n") {
		words := strings.Fields(line)
		if slices.ContainsFunc(servers, func(s server) bool { return slices.Contains(words, s.program) }) {
			return submatch(portArgument, line)
		}
	}
	return ""
}
