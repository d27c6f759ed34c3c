package plan

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/settings"
)

// commandSources are what may start the app, the first that does wins. A zero
// command hands on to the next.
var commandSources = []func(*reader) (command settings.Command, from string, err error){
	func(r *reader) (settings.Command, string, error) { return r.settings.Command, key("command"), nil },
	(*reader).procfileWeb,
	(*reader).refuseFramework,
	(*reader).consoleScript,
	(*reader).productionServer,
	(*reader).onlyPackage,
	(*reader).script,
}

func (r *reader) decideCommand() error {
	for _, source := range commandSources {
		command, from, err := source(r)
		if err != nil {
			return err
		}
		if command.IsZero() {
			continue
		}
		r.plan.Command = command
		r.decide("command", command.String(), from)
		return nil
	}
	return fmt.Errorf(`start command: found no web line in a Procfile, no single script in [project.scripts], no single package with __main__.py, and none of %s; write it in pyproject.toml: [tool.python-pipeline] command = ["python", "…"]`,
		strings.Join(scripts, ", "))
}

// scripts are customary names of what starts an app, in order.
var scripts = []string{"main.py", "app.py", "bot.py", "run.py", "start.py", "server.py", "cli.py"}

func (r *reader) script() (settings.Command, string, error) {
	found := r.present(scripts)
	if len(found) == 0 {
		return settings.Command{}, "", nil
	}
	if err := r.refuseAiohttp(found[0]); err != nil {
		return settings.Command{}, "", err
	}
	from := found[0]
	if len(found) > 1 {
		from = fmt.Sprintf("%s (before %s)", found[0], strings.Join(found[1:], ", "))
	}
	return settings.Exec("python", found[0]), from, nil
}
