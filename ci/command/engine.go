package command

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dagger/python-pipeline/plan"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/render"
)

func (p *program) engineCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "engine",
		Short:   "start, inspect and stop the embedded engine",
		Example: "  go run ./ci engine status\n  eval \"$(go run ./ci engine env)\"",
	}
	cmd.AddCommand(
		p.engineAction("start", "start it, with the stand-ins of this machine's own Debian release", configuredEngine, func(ctx context.Context, e *embedded.Engine, d *progress.Display) error {
			_, err := startWithStandIns(ctx, e, d)
			return err
		}),
		p.engineAction("stop", "stop it, and remove what it set up outside its cache folder", existingEngine, func(ctx context.Context, e *embedded.Engine, d *progress.Display) error {
			return e.Stop(ctx, d)
		}),
		p.engineAction("prune", "stop it, and delete its cache folder", existingEngine, func(ctx context.Context, e *embedded.Engine, d *progress.Display) error {
			return e.Prune(ctx, d)
		}),
		p.engineAction("status", "print what runs, where, and how much disk it takes", existingEngine, printStatus),
		p.engineAction("logs", "print the logs of the engine and its registry", existingEngine, printLogs),
		p.engineAction("env", "start it as start does, and print the variables that let a dagger program use it", configuredEngine, printEnvironment),
	)
	requireSubcommand(cmd)
	return cmd
}

// engineAction returns a subcommand that does something with the embedded engine that find returns.
func (p *program) engineAction(name, short string, find func(context.Context, *config.Config) (*embedded.Engine, error),
	do func(context.Context, *embedded.Engine, *progress.Display) error) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, RunE: func(cmd *cobra.Command, _ []string) error {
		c, display, err := p.settings(cmd.Context())
		if err != nil {
			return err
		}
		defer display.Close()
		found, err := find(cmd.Context(), c)
		if err != nil {
			return err
		}
		return do(cmd.Context(), found, display)
	}}
}

// configuredEngine returns the engine with its settings, to start it: docker.io is probed for them.
func configuredEngine(ctx context.Context, c *config.Config) (*embedded.Engine, error) {
	found, _, err := engine.Embedded(ctx, c)
	return found, err
}

// existingEngine returns the engine as it is, without a request to the network.
func existingEngine(_ context.Context, c *config.Config) (*embedded.Engine, error) {
	folder, err := embedded.NewFolder(c.CacheDir)
	if err != nil {
		return nil, err
	}
	return embedded.New(folder, embedded.Settings{}), nil
}

// startWithStandIns starts the engine with stand-ins, since another client may request them: those that take the least time.
// Others are made when an app needs them.
func startWithStandIns(ctx context.Context, e *embedded.Engine, d *progress.Display) (*embedded.Connection, error) {
	return e.Start(ctx, d, embedded.Images{Now: e.HostStandIns()})
}

func printStatus(_ context.Context, e *embedded.Engine, _ *progress.Display) error {
	status := e.Status()
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "embedded engine\t%s, %s\n", status.Version, map[bool]string{true: "running", false: "stopped"}[status.Running])
	fmt.Fprintf(out, "cache folder\t%s\n", status.Folder)
	if status.Running {
		fmt.Fprintf(out, "socket\t%s\n", status.Socket)
		fmt.Fprintf(out, "registry\t%s\n", status.Registry)
		fmt.Fprintf(out, "login to push\t%s, with the password in %s\n", status.Login.User, status.Login.File)
		fmt.Fprintf(out, "network\tbridge %s, containers in %s\n", status.Bridge, status.Range)
		fmt.Fprintf(out, "images\t%s\n", map[bool]string{true: "stand-ins", false: "docker.io"}[status.StandIns])
	}
	for _, use := range status.Disk {
		fmt.Fprintf(out, "disk: %s\t%s\n", use.What, render.Size(use.Bytes))
	}
	fmt.Fprintf(out, "outside\tGo's module and build caches are the user's own (go env GOMODCACHE GOCACHE)\n")
	return out.Flush()
}

func printLogs(_ context.Context, e *embedded.Engine, _ *progress.Display) error {
	for _, name := range e.Logs() {
		content, err := os.ReadFile(name)
		if err != nil {
			continue // the program has never run
		}
		if _, err := fmt.Printf("==> %s\n%s", name, content); err != nil {
			return err
		}
	}
	return nil
}

// printEnvironment prints the variables for a shell to evaluate, and hints on standard error.
func printEnvironment(ctx context.Context, e *embedded.Engine, d *progress.Display) error {
	connection, err := startWithStandIns(ctx, e, d)
	if err != nil {
		return err
	}
	login := connection.Login
	d.Info("dagger call: to publish to this engine's registry: --username=" + login.User + " --password=file:" + login.File)
	if scanner := connection.Pin(plan.TrivyRelease); scanner != plan.TrivyRelease {
		d.Info("dagger call: to scan with the stand-in: --trivy-image=" + scanner)
	}
	for _, variable := range connection.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		fmt.Printf("export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	return nil
}
