package command

import (
	"github.com/spf13/cobra"

	"python-pipeline/ci/run"
)

// runCommand is the command without a verb.
func (p *program) runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "ci [APP…]",
		Short: "build, test, smoke-test, scan and publish apps",
		Long: `Builds, tests, smoke-tests, scans and publishes the apps in the given folders, else those of PIPELINE_APPS, else all of
sample-app/. It prints the result; summary.json and the reports of each app are in dist/.`,
		Example:       "  go run ./ci\n  go run ./ci sample-app/django services/shop",
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: "go run ./ci"},
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          checkVerb,
		RunE:          p.task(run.Task{}),
	}
}

// task carries out a task on the apps that the arguments name.
func (p *program) task(t run.Task) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error { return p.run(cmd.Context(), args, t) }
}
