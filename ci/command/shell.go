package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/run"
)

func (p *program) shellCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "shell APP",
		Short: "open a shell in an app's dev stage (source and all requirements), with a dagger program",
		Args:  exactlyOne("shell: it takes the folder of one app: `go run ./ci shell sample-app/calculator`"),
		RunE:  func(cmd *cobra.Command, args []string) error { return p.shell(cmd.Context(), args) },
	}
}

// shell opens a shell in an app's dev stage with the dagger program, which can connect a terminal.
func (p *program) shell(ctx context.Context, folders []string) error {
	setup, err := p.setup(ctx, folders)
	if err != nil {
		return err
	}
	defer setup.Display.Close()
	app, err := onlyApp(ctx, setup)
	if err != nil {
		return err
	}
	if !engine.BringsClient(setup.Config) {
		if _, err := daggerProgram(setup.Config.DaggerCLI); err != nil {
			return err
		}
	}
	session, err := engine.Connect(ctx, setup.Config, setup.Display, engine.Options{Images: embedded.Images{Now: apps.Images([]apps.App{app})}})
	if err != nil {
		return err
	}
	setup.Display.Close()
	return openShell(ctx, session, cmp.Or(session.CLI, setup.Config.DaggerCLI), shellArguments(setup.Root, app, setup.Config))
}

// openShell runs the dagger program, which opens its own session. Ours stays open meanwhile: without it a run with other
// settings may restart the engine.
func openShell(ctx context.Context, session io.Closer, named string, arguments []string) (err error) {
	defer func() { err = errors.Join(err, session.Close()) }()
	program, err := daggerProgram(named)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}

// shellArguments request the same stage as a run builds. An address that may hold credentials is passed as the name of a
// variable.
func shellArguments(root string, a apps.App, c *config.Config) []string {
	arguments := append([]string{"call"}, flags([][2]string{
		{"mod", run.ModuleReference(root, c)}, {"source", a.Source}, {"member", a.Member}, {"name", a.Name}, {"python", c.Python}, {"pythons", strings.Join(a.Pythons, ",")}, {"ca", c.SSLCertFile},
		{"index-url", variableOf(c.PipIndexURL, "PIP_INDEX_URL")}, {"extra-index-url", variableOf(c.PipExtraIndexURL, "PIP_EXTRA_INDEX_URL")},
	})...)
	proxy := flags([][2]string{
		{"no-proxy", c.NoProxy}, {"http", variableOf(c.HTTPProxy, "HTTP_PROXY")}, {"https", variableOf(c.HTTPSProxy, "HTTPS_PROXY")},
	})
	if len(proxy) > 0 {
		arguments = append(append(arguments, "with-proxy"), proxy...)
	}
	return append(arguments, "dev", "terminal")
}

// flags writes the flags that have a value.
func flags(pairs [][2]string) []string {
	var written []string
	for _, flag := range pairs {
		if flag[1] != "" {
			written = append(written, "--"+flag[0]+"="+flag[1])
		}
	}
	return written
}

// variableOf returns how dagger reads a secret from its variable, whose name may be in lower case.
func variableOf(secret config.Secret, name string) string {
	if !secret.IsSet() {
		return ""
	}
	if os.Getenv(name) == "" {
		name = strings.ToLower(name)
	}
	return "env:" + name
}

// daggerProgram returns the path of the named dagger program, or else of the one on PATH.
func daggerProgram(named string) (string, error) {
	program, err := exec.LookPath(cmp.Or(named, "dagger"))
	if err != nil {
		return "", fmt.Errorf("shell: it needs the program dagger, version %s (%w); install it or name it in _EXPERIMENTAL_DAGGER_CLI_BIN", embedded.Version, err)
	}
	return program, nil
}
