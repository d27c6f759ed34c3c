package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"dagger/python-pipeline/plan"
)

// printPlans prints what would be built of each app, and from which file each
// decision came. No engine is needed for it.
func printPlans(_ context.Context, e *environment, c *call) error {
	asJSON := slices.Equal(c.rest, []string{"json"})
	if len(c.rest) > 0 && !asJSON {
		return errors.New("plan: behind -- it takes the word json alone")
	}
	root, err := findRepository()
	if err != nil {
		return err
	}
	apps, err := findApps(root, e.folders(root, c), e.config)
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
			fmt.Printf("%s\n%s\n", a.folder, a.plan.Text())
		}
	}
	if asJSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		if err := out.Encode(plans); err != nil {
			return err
		}
	}
	return errors.Join(problems...)
}
