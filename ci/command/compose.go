package command

import (
	"context"
	"fmt"
	"io"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/spf13/cobra"

	"python-pipeline/ci/composefile"
	"python-pipeline/ci/config"
)

func (p *program) composeCommand() *cobra.Command {
	image := ""
	cmd := &cobra.Command{
		Use:   "compose APP",
		Short: "print a compose file that runs an app's image with its services; needs no engine",
		Long: `Prints a compose file that runs the image of an app with its services: the release command first, then the app. Secrets are
left to variables that the user has to set.`,
		Example: "  go run ./ci compose sample-app/django > compose.yaml\n  go run ./ci compose sample-app/django --image ghcr.io/acme/django:1.2.3",
		Args:    exactlyOne("compose: it takes the folder of one app: `go run ./ci compose sample-app/django`"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.printComposeFile(cmd.Context(), cmd.OutOrStdout(), args, image)
		},
	}
	cmd.Flags().StringVar(&image, "image", "", "reference of the image (default: where the settings publish it, else APP:latest, as build loads it)")
	return cmd
}

// printComposeFile prints nothing else, so it stops no workflow commands; the file has none.
func (p *program) printComposeFile(ctx context.Context, w io.Writer, folders []string, image string) error {
	setup, err := p.setup(ctx, folders)
	if err != nil {
		return err
	}
	defer setup.Display.Close()
	app, err := onlyApp(ctx, setup)
	if err != nil {
		return err
	}
	if image == "" {
		image = published(app.Name, setup.Config)
	} else if _, err := name.ParseReference(image); err != nil {
		return fmt.Errorf("--image: %q is not a valid reference of an image; write it like ghcr.io/acme/%s:1.2.3", image, app.Name)
	}
	file, err := composefile.Render(composefile.Of(app.Plan, image))
	if err != nil {
		return err
	}
	setup.Display.Close()
	_, err = w.Write(file)
	return err
}

// published returns the reference of an app's image: at the registry of the settings by its first tag, which names it most
// precisely, or as the command build loads it.
func published(app string, c *config.Config) string {
	if c.Registry == "" {
		return app + ":latest"
	}
	return c.Registry + "/" + app + ":" + c.Tags[0]
}
