package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/printable"
)

func (p *program) planCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:     "plan [APP…]",
		Short:   "print what would be built, and from which file each decision came; needs no engine",
		Example: "  go run ./ci plan sample-app/django\n  go run ./ci plan --json | jq .django.command",
		RunE:    func(cmd *cobra.Command, args []string) error { return p.printPlans(cmd.Context(), args, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the plans as JSON, by the apps' names")
	return cmd
}

func (p *program) printPlans(ctx context.Context, folders []string, asJSON bool) error {
	setup, err := p.setup(ctx, folders)
	if err != nil {
		return err
	}
	defer setup.Display.Close()
	if !asJSON { // JSON is for other programs
		if err := p.stopCommands(setup.Config); err != nil {
			return err
		}
	}
	found, err := setup.FindApps(ctx)
	if err != nil {
		return err
	}
	setup.Display.Close()
	plans := map[string]*plan.Plan{}
	var problems []error
	for _, a := range found {
		if a.Err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", a.Name, a.Err))
			continue
		}
		plans[a.Name] = a.Plan
		if !asJSON {
			fmt.Printf("%s\n%s\n", printable.Line(a.Folder), a.Plan.Text())
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
