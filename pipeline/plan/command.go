package plan

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/settings"
)

// start is the app's start command.
type start struct {
	command settings.Command
	from    string
	// web means that it is the web process of a Procfile.
	web bool
	// procfile means that it is a process of a Procfile.
	procfile bool
	// generated means that the command was generated for a server of the lock, with
	// the address in it.
	generated bool
}

// commandSources may start the app; the first that returns a command wins.
var commandSources = []func(*reader) (start, error){
	func(r *reader) (start, error) { return start{command: r.settings.Command, from: key("command")}, nil },
	(*reader).procfileWeb,
	(*reader).procfileOnly,
	(*reader).refuseFramework,
	(*reader).consoleScript,
	(*reader).productionServer,
	(*reader).onlyPackage,
	(*reader).script,
}

func (r *reader) decideCommand() error {
	for _, find := range commandSources {
		found, err := find(r)
		if err != nil {
			return err
		}
		if found.command.IsZero() {
			continue
		}
		r.start, r.plan.Command = found, found.command
		r.decide("command", found.command.String(), found.from)
		return nil
	}
	if err := r.severalConsoleScripts(); err != nil {
		return err
	}
	return fmt.Errorf(`start command: found neither a web line nor a single other one in a Procfile, no single script in [project.scripts], no single package with __main__.py, and none of %s; write it in pyproject.toml: [tool.python-pipeline] command = ["python", "…"]`,
		strings.Join(startFiles, ", "))
}

// startFiles are customary names of scripts that start an app, in order.
var startFiles = []string{"main.py", "app.py", "bot.py", "run.py", "start.py", "server.py", "cli.py"}

func (r *reader) script() (start, error) {
	found := r.tree.Present(startFiles...)
	if len(found) == 0 {
		return start{}, nil
	}
	if err := r.refuseAiohttp(found[0]); err != nil {
		return start{}, err
	}
	from := found[0]
	if len(found) > 1 {
		from = fmt.Sprintf("%s (before %s)", found[0], strings.Join(found[1:], ", "))
	}
	return start{command: settings.Exec("python", found[0]), from: from}, nil
}
