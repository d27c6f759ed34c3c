package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// uwsgiDepth is how many folders deep uWSGI's file is searched for.
const uwsgiDepth = 2

// uwsgiIni returns the file that configures uWSGI: uwsgi.ini, or the only .ini file
// with uwsgi in its name; "" where there is none.
func (r *reader) uwsgiIni() (string, error) {
	const customary = "uwsgi.ini"
	if r.tree.Exists(customary) {
		return customary, nil
	}
	var found []string
	err := r.tree.Search(uwsgiDepth, func(file string) error {
		ok, err := path.Match("*uwsgi*.ini", path.Base(file))
		if ok {
			found = append(found, file)
		}
		return err
	})
	if err != nil || len(found) == 0 {
		return "", err
	}
	if len(found) > 1 {
		return "", fmt.Errorf(`uWSGI: each of %s may be for production; write in pyproject.toml: [tool.python-pipeline] command = ["uwsgi", "--ini", %q], or another of them`, strings.Join(found, ", "), found[0])
	}
	return found[0], nil
}

// iniOf returns the file that a command passes to uWSGI, or "".
func (r *reader) iniOf(command settings.Command) string {
	p := programOf(command)
	for _, arg := range p.words {
		_, value, found := strings.Cut(arg, "=")
		if !found {
			value = arg
		}
		if file := p.file(value); path.Ext(file) == ".ini" && r.tree.Exists(file) {
			return file
		}
	}
	return ""
}

// listenAddress is the address on which a server listens for HTTP.
type listenAddress struct {
	source.Place
	option, host string
	port         int
}

var (
	uwsgiOption = regexp.MustCompile(`^(http|http-socket)\s*=\s*([^,]*):([0-9]{1,5})\s*(?:,.*)?$`)
	uwsgiHTTP   = regexp.MustCompile(`^(?:http|http-socket)\s*=`)
	// uwsgiVariable matches a variable of the environment.
	uwsgiVariable = regexp.MustCompile(`\$\((\w+)\)`)
	// uwsgiPort matches a use of PORT outside of comments.
	uwsgiPort = regexp.MustCompile(`(?m)^[ \t]*[^;#\s].*\$\(PORT\)`)
)

// readAddress reads the HTTP address from uWSGI's file; nil where it has none in a
// known form.
func (r *reader) readAddress(ini string) (*listenAddress, error) {
	text, _, err := r.tree.Text(ini)
	if err != nil {
		return nil, err
	}
	ours, speaksHTTP := true, false
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "[") {
			ours = line == "[uwsgi]"
		}
		if !ours {
			continue
		}
		speaksHTTP = speaksHTTP || uwsgiHTTP.MatchString(line)
		if m := uwsgiOption.FindStringSubmatch(r.withVariables(line)); m != nil {
			port, err := strconv.Atoi(m[3])
			return &listenAddress{source.Place{File: ini, Line: i + 1}, m[1], m[2], port}, err
		}
	}
	if !speaksHTTP {
		r.warn("%s has neither http-socket nor http, so the app does not answer over HTTP; add http-socket = 0.0.0.0:%d", ini, defaultPort)
	}
	return nil, nil
}

// withVariables replaces uWSGI's $(NAME) by the values of the table env.
func (r *reader) withVariables(line string) string {
	return uwsgiVariable.ReplaceAllStringFunc(line, func(variable string) string {
		if value, ok := r.settings.Env[submatch(uwsgiVariable, variable)]; ok {
			return value
		}
		return variable
	})
}

// check rejects a port that the app cannot open, and warns of an address that cannot
// be reached from outside the container.
func (a *listenAddress) check(r *reader) error {
	if !validPort(a.port) {
		return a.Errorf("%s: port %d is not possible: the app does not run as root; choose one from 1024 to 65535", a.option, a.port)
	}
	if strings.HasPrefix(a.host, "127.") || slices.Contains([]string{"localhost", "[::1]"}, a.host) {
		r.warn("%s: %s: %s is reached from within the container only; write 0.0.0.0:%d", a.Place, a.option, a.host, a.port)
	}
	return nil
}

// uwsgiStops are the variables that let uWSGI stop in time in a container.
var uwsgiStops = []struct{ variable, option, value, because string }{
	{"UWSGI_DIE_ON_TERM", "die-on-term", "1", "SIGTERM alone reloads uWSGI"},
	// A worker can miss a signal that comes while it starts.
	{"UWSGI_WORKER_RELOAD_MERCY", "worker-reload-mercy", "8", "uWSGI waits a minute for a worker, and containers are killed after 10 seconds"},
}

// decideStop sets the variables that let SIGTERM stop uWSGI, unless the table or the
// file does.
func (r *reader) decideStop(ini, from string) error {
	text := ""
	if ini != "" {
		var err error
		if text, _, err = r.tree.Text(ini); err != nil {
			return err
		}
	}
	var set, reasons []string
	for _, s := range uwsgiStops {
		if _, given := r.settings.Env[s.variable]; given || regexp.MustCompile(`(?m)^\s*`+s.option+`\s*=`).MatchString(text) {
			continue
		}
		setVariable(&r.plan.Env, s.variable, s.value)
		set, reasons = append(set, s.variable+"="+s.value), append(reasons, s.because)
	}
	if len(set) > 0 {
		r.decide("stop", fmt.Sprintf("%s: %s", strings.Join(set, ", "), strings.Join(reasons, "; ")), from)
	}
	return nil
}
