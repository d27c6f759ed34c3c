package plan

import (
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
)

// defaultStop is the signal that Docker, Podman and Kubernetes send by default.
const defaultStop = "SIGTERM"

// decideStopSignal makes waitress stop at SIGTERM, and warns of another signal, which
// the image cannot set.
func (r *reader) decideStopSignal() error {
	const handler = "waitress-serve gets a handler for SIGTERM: it has none, and process 1 of a container would ignore the signal"
	if command := stopAtSIGTERM(r.plan.Command); command.String() != r.plan.Command.String() {
		r.plan.Command = command
		r.decide("stop", handler, "the command")
	} else if command, script, err := r.scriptAtSIGTERM(); err != nil {
		return err
	} else if script != "" {
		r.plan.Command = command
		r.decide("stop", handler+"; so the command has the lines of the script", script)
	}
	if signal := r.settings.StopSignal; signal != defaultStop {
		r.warn("stop-signal: %s is not part of the image, and Docker and Kubernetes send %s: set it when you run the image (docker run --stop-signal %s)", signal, defaultStop, signal)
	}
	return nil
}

// stopAtSIGTERM returns a command that SIGTERM stops. It differs from the given one for
// waitress alone, whose own program has no handler for the signal.
func stopAtSIGTERM(command settings.Command) settings.Command {
	if s, ok := serverOf(command); !ok || s.name != "waitress" {
		return command
	}
	p, words, program := programOf(command), 1, "python -c '"+scripts.Waitress+"'"
	if strings.HasPrefix(path.Base(p.words[0]), "python") {
		words = 3 // python -m waitress
	}
	if p.line == "" {
		return settings.Exec(slices.Concat(command.List[:p.before], []string{"python", "-c", scripts.Waitress}, command.List[p.before+words:])...)
	}
	line := settings.ReplaceWords(p.line, p.before, words, program)
	if command.Line != "" {
		return settings.Shell(line)
	}
	return settings.Exec(slices.Concat(command.List[:2], []string{line}, command.List[3:])...)
}
