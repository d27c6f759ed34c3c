package command

import (
	"github.com/spf13/cobra"

	"python-pipeline/ci/up"
)

func (p *program) upCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "up [APP…]",
		Short: "run the images with their services, migrated, on ports of this machine until Ctrl-C",
		RunE: func(cmd *cobra.Command, args []string) error {
			setup, err := p.setup(cmd.Context(), args)
			if err != nil {
				return err
			}
			defer setup.Display.Close()
			if err := p.stopCommands(setup.Config); err != nil {
				return err
			}
			return up.Run(cmd.Context(), setup)
		},
	}
}
