package plan

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

var portArgument = regexp.MustCompile(`(?:^|[\s=])(?:\S*:|--port[\s=]|-p\s)([1-9][0-9]{3,4})(?:\s|$)`)

// portOfCommand returns the port in the command, or 0. It expands the shell's
// ${PORT:-8000} and the variables of env.
func (r *reader) portOfCommand() int {
	text := os.Expand(r.startLine(), func(name string) string {
		name, fallback, _ := strings.Cut(name, ":-")
		if value, ok := r.settings.Env[name]; ok {
			return value
		}
		return fallback
	})
	port, err := strconv.Atoi(submatch(portArgument, text))
	if err != nil || !validPort(port) {
		return 0
	}
	return port
}

// lowPort is a port in a server's command that only root may open.
var lowPort = regexp.MustCompile(`(?:^|\s)(?:--?[a-z-]+[\s=])?(?:[\w.]*:|--port[\s=]|-p\s)([1-9][0-9]{0,2}|10[01][0-9]|102[0-3])(?:\s|$)`)

// refuseLowPort rejects the command of a server with a port that the app cannot open.
func (r *reader) refuseLowPort() error {
	if port := submatch(lowPort, r.startLine()); port != "" {
		return fmt.Errorf("%s: port %s is not possible: the app does not run as root; choose one from 1024 to 65535, such as %d, or write $PORT in a command that is a string", r.start.from, port, defaultPort)
	}
	return nil
}

// validPort reports whether the app, which does not run as root, can listen on a
// port.
func validPort(port int) bool { return port >= 1024 && port <= 65535 }

// startLine returns the command as one line.
func (r *reader) startLine() string { return strings.Join(r.plan.Command.Words(), " ") }

// barePort matches a use of PORT without a default.
var barePort = regexp.MustCompile(`\$PORT\b|\$\{PORT\}`)

// decidePortVariable sets PORT in the image where the command, or the file ini of
// uWSGI, depends on it. Platforms that run Procfiles do so too, and may set another
// value when the app runs. Without PORT, gunicorn cannot be reached from outside the
// container.
func (r *reader) decidePortVariable(s server, ini string) error {
	if _, set := r.settings.Env["PORT"]; set {
		return nil
	}
	because, err := r.needsPort(s, ini)
	if err != nil || because == "" {
		return err
	}
	setVariable(&r.plan.Env, "PORT", strconv.Itoa(r.plan.Port))
	r.decide("variable", fmt.Sprintf("PORT=%d", r.plan.Port), because)
	return nil
}

// setVariable adds a variable to a table, which may be nil.
func setVariable(variables *map[string]string, name, value string) {
	if *variables == nil {
		*variables = map[string]string{}
	}
	(*variables)[name] = value
}

// needsPort returns why the app depends on PORT; "" where it does not.
func (r *reader) needsPort(s server, ini string) (string, error) {
	if barePort.MatchString(r.plan.Command.String()) {
		return "its use in the command", nil
	}
	files, err := r.portFiles(s)
	if err != nil {
		return "", err
	}
	for _, file := range files {
		if file.needs() {
			return "its use in " + file.name, nil
		}
	}
	if s.name == "gunicorn" && !bindOption.MatchString(r.startLine()) {
		return r.gunicornNeedsPort()
	}
	if ini == "" {
		return "", nil
	}
	text, _, err := r.tree.Text(ini)
	if err != nil || !uwsgiPort.MatchString(text) {
		return "", err
	}
	return "its use in " + ini, nil
}
