package plan

import (
	"path"
	"strings"

	"dagger/python-pipeline/settings"
)

// defaultStop is the signal that Docker, Podman and Kubernetes send to an image
// that names no other.
const defaultStop = "SIGTERM"

// decideStopSignal makes the app's signal reach it, as far as an image can.
func (r *reader) decideStopSignal() error {
	if command := withStop(r.plan.Command); command.String() != r.plan.Command.String() {
		r.plan.Command = command
		r.decide("stop", "waitress-serve gets a handler for SIGTERM: it has none, and process 1 of a container would ignore the signal", "the command")
	}
	if signal := r.settings.StopSignal; signal != defaultStop {
		r.warn("stop-signal: %s is not part of the image, and Docker and Kubernetes send %s: who runs the image has to say it (docker run --stop-signal %s)", signal, defaultStop, signal)
	}
	return nil
}

// waitressProgram is waitress-serve with an end.
const waitressProgram = `import signal, sys; from waitress.runner import run; ` +
	`signal.signal(signal.SIGTERM, lambda *_: sys.exit()); sys.argv[0] = "waitress-serve"; sys.exit(run())`

// withStop is a command that SIGTERM stops. Only of waitress, whose own program
// does not let it, it is another one than the command given.
func withStop(command settings.Command) settings.Command {
	if s, ok := serverOf(command); !ok || s.name != "waitress" {
		return command
	}
	if command.Line != "" {
		return settings.Shell("python -c '" + waitressProgram + "'" + behindProgram(command.Line))
	}
	return settings.Exec(append([]string{"python", "-c", waitressProgram}, command.List[programWords(command.List[0]):]...)...)
}

// programWords is how many words of a command name waitress: three of
// `python -m waitress`.
func programWords(first string) int {
	if strings.HasPrefix(path.Base(first), "python") {
		return 3
	}
	return 1
}

// behindProgram is the rest of a shell line, as it is written.
func behindProgram(line string) string {
	line = strings.TrimSpace(line)
	for range programWords(strings.Fields(line)[0]) {
		line = strings.TrimLeft(line, " \t")
		line = line[strings.IndexAny(line+" ", " \t"):]
	}
	return line
}
