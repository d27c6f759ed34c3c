package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
)

// decideProcesses finds the other processes of the app, which the image does not start
// by itself.
func (r *reader) decideProcesses() error {
	from := key("processes")
	if r.plan.Processes = r.settings.Processes; r.plan.Processes == nil {
		from = "Procfile"
		var err error
		if r.plan.Processes, err = r.procfileOthers(); err != nil {
			return err
		}
	}
	var shown []string
	for _, name := range slices.Sorted(maps.Keys(r.plan.Processes)) {
		shown = append(shown, fmt.Sprintf("%s (%s)", name, r.plan.Processes[name]))
	}
	if len(shown) > 0 || r.settings.Processes != nil {
		r.decide("processes", cmp.Or(strings.Join(shown, ", "), "none"), from)
	}
	return nil
}

// procfileOthers returns the processes of the Procfile beside the one that starts the
// app. One of them that cannot be started is no reason not to build the app.
func (r *reader) procfileOthers() (map[string]settings.Command, error) {
	lines, err := r.processes()
	if err != nil {
		return nil, err
	}
	var others map[string]settings.Command
	for _, p := range lines {
		if p.name == webProcess || p.name == releaseProcess || r.start.procfile && p.line == r.start.command.Line {
			continue
		}
		command, err := p.command()
		if err != nil {
			r.warn("%v", err)
			continue
		}
		if others == nil {
			others = map[string]settings.Command{}
		}
		others[p.name] = command
	}
	return others, nil
}
