package command

import (
	"github.com/spf13/cobra"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/run"
)

func (p *program) testCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "test [APP…] [-- ARGUMENT…]",
		Short:   "run the tests alone; arguments after -- go to the test command",
		Example: "  go run ./ci test\n  go run ./ci test sample-app/calculator -- -k grammar",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			folders, testArgs := splitAtDash(cmd, args)
			return p.run(cmd.Context(), folders, run.Task{Only: []string{report.StepTest}, TestArgs: testArgs})
		},
	}
}
