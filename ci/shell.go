package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"python-pipeline/ci/engine"
)

// shell opens a shell in an app's dev stage. A terminal is the dagger program's
// own business, so it is called.
func shell(ctx context.Context, e *environment, c *call) error {
	if len(c.arguments) != 1 {
		return fmt.Errorf("shell: it takes the folder of one app: `go run ./ci shell sample-app/calculator`")
	}
	root, err := findRepository()
	if err != nil {
		return err
	}
	apps, err := findApps(root, c.arguments, e.config.Python)
	if err != nil {
		return err
	}
	if apps[0].err != nil {
		return fmt.Errorf("%s: %w", apps[0].name, apps[0].err)
	}
	session, err := engine.Connect(ctx, e.config, e.display, engine.Options{})
	if err != nil {
		return err
	}
	// The session made sure that the engine is up; dagger opens its own.
	if err := session.Close(); err != nil {
		return err
	}
	e.display.Close()
	cmd := exec.CommandContext(ctx, daggerProgram(), shellArguments(root, apps[0], e.config.SSLCertFile)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}

func shellArguments(root string, a app, ca string) []string {
	arguments := []string{"call", "--silent", "--mod=" + root, "--source=" + a.folder, "--name=" + a.name}
	if ca != "" {
		arguments = append(arguments, "--ca="+ca)
	}
	return append(arguments, "dev", "terminal")
}

// daggerProgram is the one of the engine in use, else the one on PATH.
func daggerProgram() string {
	if program := os.Getenv("_EXPERIMENTAL_DAGGER_CLI_BIN"); program != "" {
		return program
	}
	return "dagger"
}
