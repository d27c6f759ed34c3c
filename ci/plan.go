package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/printable"
)

// printPlans prints what would be built of each app, and from which file each
// decision came. No engine is needed for it.
func printPlans(ctx context.Context, e *environment, c *call) error {
	asJSON := slices.Equal(c.rest, []string{"json"})
	if len(c.rest) > 0 && !asJSON {
		return errors.New("plan: behind -- it takes the word json alone")
	}
	root, err := findRepository()
	if err != nil {
		return err
	}
	if !asJSON { // which is for other programs
		if err := e.stopCommands(); err != nil {
			return err
		}
	}
	apps, err := findApps(ctx, root, e.folders(root, c), e.config)
	if err != nil {
		return err
	}
	e.display.Close()
	plans := map[string]*plan.Plan{}
	var problems []error
	for _, a := range apps {
		if a.err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", a.name, a.err))
			continue
		}
		plans[a.name] = a.plan
		if !asJSON {
			fmt.Printf("%s\n%s\n", printable.Line(a.folder), a.plan.Text())
		}
	}
	if asJSON {
		document, err := json.MarshalIndent(plans, "", "  ")
		if err != nil {
			return err
		}
		// In a job's log, ##[ begins a command in the middle of a line.
		document = bytes.ReplaceAll(printable.JSON(document), []byte("##["), []byte(`#\u0023[`))
		fmt.Printf("%s\n", document)
	}
	return errors.Join(problems...)
}
