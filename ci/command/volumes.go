package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"dagger/python-pipeline/printable"

	"python-pipeline/ci/run"
)

func (p *program) volumesCommand() *cobra.Command {
	var paths []string
	asJSON := false
	cmd := &cobra.Command{
		Use:     "volumes IMAGE",
		Short:   "mount folders in an image in several ways, and say which its user cannot write, why, and what to do",
		Example: "  go run ./ci volumes mailhog/mailhog:v1.0.1 --path /maildir",
		Args:    exactlyOne("volumes: it takes one image: `go run ./ci volumes mailhog/mailhog:v1.0.1 --path /maildir`"),
		RunE: func(cmd *cobra.Command, args []string) error {
			setup, err := p.setup(cmd.Context(), nil)
			if err != nil {
				return err
			}
			defer setup.Display.Close()
			if err := p.stopCommands(setup.Config); err != nil {
				return err
			}
			text, err := run.CheckVolumes(cmd.Context(), setup, args[0], paths, asJSON)
			if err != nil {
				return fmt.Errorf("volumes: %w", err)
			}
			setup.Display.Close()
			fmt.Println(printable.Text(text))
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&paths, "path", nil, "a folder of the image; the option may be repeated (default: those of the image's label python-pipeline.volumes)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
