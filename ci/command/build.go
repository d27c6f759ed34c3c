package command

import (
	"github.com/spf13/cobra"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/run"
)

func (p *program) buildCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "build [APP…]",
		Short: "build the images alone, as archives dist/APP/image.tar, and load them into Docker, Podman or nerdctl",
		RunE:  p.task(run.Task{Only: []string{report.StepBuild}, Archive: true, Load: true}),
	}
}
