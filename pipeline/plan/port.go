package plan

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

var portArgument = regexp.MustCompile(`(?:^|[\s=])(?:\S*:|--port[\s=]|-p\s)([1-9][0-9]{3,4})(?:\s|$)`)

// portOfCommand is the port that stands in the command, or 0. The shell's
// ${PORT:-8000} and the variables of env count.
func (r *reader) portOfCommand() int {
	text := os.Expand(r.startLine(), func(name string) string {
		name, byDefault, _ := strings.Cut(name, ":-")
		if value, ok := r.settings.Env[name]; ok {
			return value
		}
		return byDefault
	})
	port, err := strconv.Atoi(submatch(portArgument, text))
	if err != nil || port < 1024 || port > 65535 {
		return 0
	}
	return port
}

// startLine is the command as one line.
func (r *reader) startLine() string { return strings.Join(r.plan.Command.Words(), " ") }

// barePort is a use of PORT without a value to fall back on.
var barePort = regexp.MustCompile(`\$PORT\b|\$\{PORT\}`)

// decidePortVariable sets PORT in the image where the command, or the file ini
// of uWSGI, depends on it, as the platforms do that the Procfile comes from: they
// set another value when the app runs. Without it gunicorn listens where nobody
// outside can reach it.
func (r *reader) decidePortVariable(s server, ini string) error {
	if _, said := r.settings.Env["PORT"]; said {
		return nil
	}
	because, err := r.needsPort(s, ini)
	if err != nil || because == "" {
		return err
	}
	r.addVariable("PORT", strconv.Itoa(r.plan.Port))
	r.decide("variable", fmt.Sprintf("PORT=%d", r.plan.Port), because)
	return nil
}

// addVariable adds a variable to the image.
func (r *reader) addVariable(name, value string) {
	if r.plan.Env == nil {
		r.plan.Env = map[string]string{}
	}
	r.plan.Env[name] = value
}

// needsPort says why the app depends on PORT; "" where it does not.
func (r *reader) needsPort(s server, ini string) (string, error) {
	text := r.startLine()
	if barePort.MatchString(text) {
		return "the command asks for it", nil
	}
	if s.name == "gunicorn" && !bindOption.MatchString(text) {
		return r.gunicornNeedsPort()
	}
	if ini == "" {
		return "", nil
	}
	text, _, err := r.text(ini)
	if err != nil || !uwsgiPort.MatchString(text) {
		return "", err
	}
	return ini + " asks for it", nil
}
