package command

import (
	"github.com/spf13/cobra"

	"python-pipeline/ci/run"
)

func (p *program) publishCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "publish [APP…]",
		Short:   "do the same as without a command, and fail if there is no registry to publish to",
		Example: "  PIPELINE_REGISTRY=ghcr.io/acme go run ./ci publish services/shop",
		RunE:    p.task(run.Task{MustPublish: true}),
	}
}
