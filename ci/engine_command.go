package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"dagger/python-pipeline/plan"

	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/summary"
)

// An action is what can be done with the embedded engine. One that brings it
// up has to know where images come from; the others ask nobody.
type action struct {
	bringsUp bool
	run      func(context.Context, *environment, *embedded.Engine) error
}

var actions = map[string]action{
	"start": {bringsUp: true, run: func(ctx context.Context, e *environment, engine *embedded.Engine) error {
		_, err := startForAll(ctx, e, engine)
		return err
	}},
	"stop": {run: func(ctx context.Context, e *environment, engine *embedded.Engine) error {
		return engine.Stop(ctx, e.display)
	}},
	"prune": {run: func(ctx context.Context, e *environment, engine *embedded.Engine) error {
		return engine.Prune(ctx, e.display)
	}},
	"status": {run: printStatus},
	"logs":   {run: printLogs},
	"env":    {bringsUp: true, run: printEnvironment},
}

func engineActions() []string { return slices.Sorted(maps.Keys(actions)) }

func engineCommand(ctx context.Context, e *environment, c *call) error {
	asked := strings.Join(c.arguments, " ")
	wanted, known := actions[asked]
	if !known {
		return fmt.Errorf("%s: say one of %s", strings.TrimSpace("engine "+asked), strings.Join(engineActions(), ", "))
	}
	if !wanted.bringsUp {
		folder, err := embedded.NewFolder(e.config.CacheDir)
		if err != nil {
			return err
		}
		return wanted.run(ctx, e, embedded.New(folder, embedded.Settings{}))
	}
	engine, _, err := engine.Embedded(ctx, e.config)
	if err != nil {
		return err
	}
	return wanted.run(ctx, e, engine)
}

// startForAll brings the engine up with every stand-in that can be made: which of
// them a client of its own will ask for nobody knows.
func startForAll(ctx context.Context, e *environment, engine *embedded.Engine) (*embedded.Connection, error) {
	return engine.Start(ctx, e.display, embedded.Images{Now: engine.StandIns()})
}

func printStatus(_ context.Context, _ *environment, engine *embedded.Engine) error {
	status := engine.Status()
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	state := "stopped"
	if status.Running {
		state = "running"
	}
	fmt.Fprintf(out, "embedded engine\t%s, %s\n", status.Version, state)
	fmt.Fprintf(out, "cache folder\t%s\n", status.Folder)
	if status.Running {
		fmt.Fprintf(out, "socket\t%s\n", status.Socket)
		fmt.Fprintf(out, "registry\t%s\n", status.Registry)
		fmt.Fprintf(out, "login to push\t%s, with the password in %s\n", status.Login.User, status.Login.File)
		fmt.Fprintf(out, "network\tbridge %s, containers in %s\n", status.Bridge, status.Range)
		fmt.Fprintf(out, "images\t%s\n", map[bool]string{true: "stand-ins", false: "docker.io"}[status.StandIns])
	}
	for _, use := range status.Disk {
		fmt.Fprintf(out, "disk: %s\t%s\n", use.What, summary.Size(use.Bytes))
	}
	fmt.Fprintf(out, "outside\tGo's module and build caches are the user's own (go env GOMODCACHE GOCACHE)\n")
	return out.Flush()
}

func printLogs(_ context.Context, _ *environment, engine *embedded.Engine) error {
	for _, name := range engine.Logs() {
		file, err := os.Open(name)
		if err != nil {
			continue // it never ran
		}
		fmt.Printf("==> %s\n", name)
		_, err = io.Copy(os.Stdout, file)
		file.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// printEnvironment prints what a shell evaluates: eval "$(go run ./ci engine env)".
func printEnvironment(ctx context.Context, e *environment, engine *embedded.Engine) error {
	connection, err := startForAll(ctx, e, engine)
	if err != nil {
		return err
	}
	// Standard output is for the shell.
	login := connection.Login
	e.display.Info("dagger call: to publish to this engine's registry: --username=" + login.User + " --password=file:" + login.File)
	if scanner := connection.Pinned(plan.TrivyRelease); scanner != plan.TrivyRelease {
		e.display.Info("dagger call: to scan with the stand-in: --trivy-image=" + scanner)
	}
	for _, variable := range connection.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		fmt.Printf("export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	return nil
}
