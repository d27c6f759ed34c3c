package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dagger/python-pipeline/settings"
)

// uwsgiDepth is how many folders down uWSGI's file is looked for.
const uwsgiDepth = 2

// uwsgiIni is the file that configures uWSGI: uwsgi.ini, or the only one whose
// name has uwsgi in it; "" where there is none.
func (r *reader) uwsgiIni() (string, error) {
	const customary = "uwsgi.ini"
	if r.exists(customary) {
		return customary, nil
	}
	var found []string
	err := r.walk(uwsgiDepth, func(file string) error {
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

// iniOf is the file that a command hands to uWSGI, or "".
func (r *reader) iniOf(command settings.Command) string {
	for _, arg := range command.Words() {
		_, value, found := strings.Cut(arg, "=")
		if !found {
			value = arg
		}
		if file := path.Clean(value); path.Ext(file) == ".ini" && r.exists(file) {
			return file
		}
	}
	return ""
}

// listenAddress is where a server listens over HTTP.
type listenAddress struct {
	place
	option, host string
	port         int
}

var (
	uwsgiOption = regexp.MustCompile(`^(http|http-socket)\s*=\s*([^,]*):([0-9]{1,5})\s*(?:,.*)?$`)
	uwsgiHTTP   = regexp.MustCompile(`^(?:http|http-socket)\s*=`)
	// uwsgiVariable is a variable of the environment.
	uwsgiVariable = regexp.MustCompile(`\$\((\w+)\)`)
	// uwsgiPort is a use of PORT that is no comment.
	uwsgiPort = regexp.MustCompile(`(?m)^[ \t]*[^;#\s].*\$\(PORT\)`)
)

// readAddress reads the address of HTTP in uWSGI's file; nil where it says
// none that can be understood.
func (r *reader) readAddress(ini string) (*listenAddress, error) {
	text, _, err := r.text(ini)
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
			return &listenAddress{place{ini, i + 1}, m[1], m[2], port}, err
		}
	}
	if !speaksHTTP {
		r.warn("%s has neither http-socket nor http, so nobody can ask the app over HTTP; add http-socket = 0.0.0.0:%d", ini, defaultPort)
	}
	return nil, nil
}

// withVariables puts the values of the table env in place of uWSGI's $(NAME).
func (r *reader) withVariables(line string) string {
	return uwsgiVariable.ReplaceAllStringFunc(line, func(variable string) string {
		if value, ok := r.settings.Env[submatch(uwsgiVariable, variable)]; ok {
			return value
		}
		return variable
	})
}

// check refuses an address that cannot work, and warns of one that works for
// nobody else.
func (a *listenAddress) check(r *reader) error {
	if a.port < 1024 || a.port > 65535 {
		return a.errorf("%s: port %d is not possible: the app does not run as root; choose one from 1024 to 65535", a.option, a.port)
	}
	if strings.HasPrefix(a.host, "127.") || slices.Contains([]string{"localhost", "[::1]"}, a.host) {
		r.warn("%s: %s: %s is reached from within the container only; write 0.0.0.0:%d", a.place, a.option, a.host, a.port)
	}
	return nil
}

// uwsgiStops are the variables with which uWSGI stops as containers have to.
var uwsgiStops = []struct{ variable, option, value, because string }{
	{"UWSGI_DIE_ON_TERM", "die-on-term", "1", "SIGTERM alone reloads uWSGI"},
	// A worker that is just starting can miss its signal.
	{"UWSGI_WORKER_RELOAD_MERCY", "worker-reload-mercy", "8", "uWSGI waits a minute for a worker, and containers are killed after 10 seconds"},
}

// decideStop makes SIGTERM stop uWSGI, and in time.
func (r *reader) decideStop(ini, from string) error {
	text := ""
	if ini != "" {
		var err error
		if text, _, err = r.text(ini); err != nil {
			return err
		}
	}
	var set, reasons []string
	for _, s := range uwsgiStops {
		if _, said := r.settings.Env[s.variable]; said || regexp.MustCompile(`(?m)^\s*`+s.option+`\s*=`).MatchString(text) {
			continue
		}
		r.addVariable(s.variable, s.value)
		set, reasons = append(set, s.variable+"="+s.value), append(reasons, s.because)
	}
	if len(set) > 0 {
		r.decide("stop", fmt.Sprintf("%s: %s", strings.Join(set, ", "), strings.Join(reasons, "; ")), from)
	}
	return nil
}
