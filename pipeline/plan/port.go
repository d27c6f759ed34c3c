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

var (
	// barePort is a use of PORT without a value to fall back on.
	barePort = regexp.MustCompile(`\$PORT\b|\$\{PORT\}`)
	// bindOption says to gunicorn where to listen.
	bindOption = regexp.MustCompile(`(?:^|\s)(?:-b|--bind)`)
)

// decidePortVariable sets PORT in the image where the command depends on it, as
// the platforms do that the Procfile comes from: they set another value when the
// app runs. Without it gunicorn listens where nobody outside can reach it.
func (r *reader) decidePortVariable(s server) {
	if _, said := r.settings.Env["PORT"]; said {
		return
	}
	text, because := r.startLine(), ""
	switch {
	case barePort.MatchString(text):
		because = "the command asks for it"
	case s.name == "gunicorn" && !bindOption.MatchString(text) && !r.exists("gunicorn.conf.py"):
		because = "gunicorn listens on loopback alone without it"
	default:
		return
	}
	r.addVariable("PORT", strconv.Itoa(r.plan.Port))
	r.decide("variable", fmt.Sprintf("PORT=%d", r.plan.Port), because)
}

// addVariable adds a variable to the image.
func (r *reader) addVariable(name, value string) {
	if r.plan.Env == nil {
		r.plan.Env = map[string]string{}
	}
	r.plan.Env[name] = value
}
