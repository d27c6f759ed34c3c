package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"dagger/python-pipeline/report"
	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
)

// A command is one of the words after `go run ./ci`.
type command struct {
	name, arguments, help string
	// run is called with settings, plain without; one of them is set.
	run   func(context.Context, *environment, *call) error
	plain func(*call) error
	// works tells that it leaves a summary.json.
	works bool
}

// A call is a parsed command line.
type call struct {
	command command
	// arguments stand behind the command, rest behind "--".
	arguments, rest []string
	verbose         bool
}

// defaultCommand is the main job, the one without a word.
var defaultCommand = command{
	arguments: "[APP…]",
	help:      "build, test, try and publish the apps; all of sample-app/ without arguments",
	run:       func(ctx context.Context, e *environment, c *call) error { return e.work(ctx, c, task{}) },
	works:     true,
}

var commands []command

// The commands' functions look at the list, so it is filled in last.
func init() {
	commands = []command{
		{name: "test", works: true, arguments: "[APP…] [-- ARGUMENT…]", help: "run the tests alone; what follows -- goes to the test command",
			run: func(ctx context.Context, e *environment, c *call) error {
				return e.work(ctx, c, task{only: []string{report.StepTest}})
			}},
		{name: "build", works: true, arguments: "[APP…]", help: "build the images as OCI archives in dist/, and load them into Docker, Podman or nerdctl where one answers",
			run: func(ctx context.Context, e *environment, c *call) error {
				return e.work(ctx, c, task{only: []string{report.StepBuild}, archive: true, load: true})
			}},
		{name: "publish", works: true, arguments: "[APP…]", help: "the main job, but it is an error when there is nowhere to publish to",
			run: func(ctx context.Context, e *environment, c *call) error {
				return e.work(ctx, c, task{mustPublish: true})
			}},
		{name: "plan", arguments: "[APP…] [-- json]", help: "print what would be built and why, without an engine; as JSON with -- json", run: printPlans},
		{name: "up", arguments: "[APP…]", help: "run the images with their services on ports of this machine, migrated, until Ctrl-C; with -v the services' output too", run: up},
		{name: "shell", arguments: "APP", help: "open a shell in the app's dev stage", run: shell},
		{name: "engine", arguments: strings.Join(engineActions(), "|"), help: "look after the embedded engine; start and env make every stand-in that this machine can have, a run makes those of its apps", run: engineCommand},
		{name: "help", help: "print this", plain: help},
		{name: "version", help: "print the version of the embedded engine", plain: version},
	}
}

// parse reads a command line. A word that is no command is an app's folder; a
// folder that is called like a command is written ./test.
func parse(args []string) (*call, error) {
	c := &call{command: defaultCommand}
	if i := slices.Index(args, "--"); i >= 0 {
		c.rest, args = args[i+1:], args[:i]
	}
	for _, arg := range args {
		known := slices.IndexFunc(commands, func(known command) bool { return known.name == arg })
		switch {
		case arg == "-v" || arg == "--verbose":
			c.verbose = true
		case arg == "-h" || arg == "--help":
			c.command = commands[slices.IndexFunc(commands, func(known command) bool { return known.name == "help" })]
			return c, nil
		case strings.HasPrefix(arg, "-"):
			return nil, fmt.Errorf("%s: no such option; there is -v, and settings are environment variables: see `go run ./ci help`", arg)
		case known >= 0 && c.command.name == "" && len(c.arguments) == 0:
			c.command = commands[known]
		default:
			c.arguments = append(c.arguments, arg)
		}
	}
	if len(c.rest) > 0 && c.command.name != "test" && c.command.name != "plan" {
		return nil, fmt.Errorf("--: arguments behind it go to the test command: `go run ./ci test APP -- %s`", strings.Join(c.rest, " "))
	}
	return c, nil
}

func help(*call) error {
	fmt.Println("usage: go run ./ci [-v] [COMMAND]\n\nCommands:")
	for _, c := range append([]command{defaultCommand}, commands...) {
		fmt.Printf("  %s\n      %s\n", strings.TrimSpace(c.name+" "+c.arguments), c.help)
	}
	fmt.Println()
	width, _ := terminal(os.Stdout, true)
	return config.Help(os.Stdout, width)
}

func version(*call) error {
	_, err := fmt.Printf("python-pipeline, embedded engine %s\n", embedded.Version)
	return err
}
