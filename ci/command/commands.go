package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/render"
	"python-pipeline/ci/run"
)

// commands returns the command without a verb, with all verbs.
func (p *program) commands() *cobra.Command {
	root := p.runCommand()
	root.AddCommand(p.testCommand(), p.buildCommand(), p.publishCommand(), p.planCommand(), p.initCommand(), p.upCommand(), p.composeCommand(), p.shellCommand())
	completeFolders := cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
	root.ValidArgsFunction = completeFolders
	for _, cmd := range root.Commands() {
		cmd.ValidArgsFunction = completeFolders
		if cmd.Args == nil {
			cmd.Args = checkFolders
		}
	}
	root.AddCommand(p.volumesCommand(), p.engineCommand(), &cobra.Command{
		Use: "version", Short: "print the version of the embedded engine", Args: cobra.NoArgs,
		Run: func(*cobra.Command, []string) { fmt.Println("python-pipeline, embedded engine", embedded.Version) },
	})
	root.PersistentFlags().BoolVarP(&p.verbose, "verbose", "v", false, "keep a line for every finished step; with up, print the services' output")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fmt.Errorf("options: %w; settings are environment variables: see `go run ./ci help`", err)
	})
	root.InitDefaultCompletionCmd()
	completion, _, _ := root.Find([]string{"completion"})
	requireSubcommand(completion)
	addHelp(root)
	return root
}

// addHelp adds the settings to cobra's help, and makes it an error to request help on an unknown command.
func addHelp(root *cobra.Command) {
	printHelp := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		printHelp(cmd, args)
		if !cmd.HasParent() {
			fmt.Println()
			width, _ := render.Terminal(os.Stdout, true)
			_ = config.Help(os.Stdout, width) // cobra ignores errors of printing too
		}
	})
	root.InitDefaultHelpCmd()
	help, _, _ := root.Find([]string{"help"})
	help.Args = func(_ *cobra.Command, args []string) error {
		if found, left, err := root.Find(args); err != nil || len(left) > 0 {
			return fmt.Errorf("help %s: there is no such command%s", strings.Join(args, " "), didYouMean(found, args[len(args)-1]))
		}
		return nil
	}
}

// requireSubcommand makes it an error to call a command without one of its subcommands.
func requireSubcommand(parent *cobra.Command) {
	var names []string
	for _, sub := range parent.Commands() {
		names = append(names, sub.Name())
		sub.Args = cobra.NoArgs
	}
	slices.Sort(names)
	parent.Args = nil
	parent.RunE = func(_ *cobra.Command, args []string) error {
		call := strings.Join(append([]string{parent.Name()}, args...), " ")
		return fmt.Errorf("%s: use one of %s%s", call, strings.Join(names, ", "), didYouMean(parent, strings.Join(args, " ")))
	}
}

// didYouMean ends the error on a word that is not a subcommand, with the subcommand that is spelt alike.
func didYouMean(parent *cobra.Command, word string) string {
	parent.SuggestionsMinimumDistance = min(2, len(word)/2) // "shp" does not mean "up"
	if near := parent.SuggestionsFor(word); word != "" && len(near) > 0 {
		return "; did you mean " + near[0] + "?"
	}
	return ""
}

// splitAtDash splits the arguments of a command at "--".
func splitAtDash(cmd *cobra.Command, args []string) (before, after []string) {
	if dash := cmd.ArgsLenAtDash(); dash >= 0 {
		return args[:dash], args[dash:]
	}
	return args, nil
}

// exactlyOne accepts one argument; the message says which.
func exactlyOne(message string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return errors.New(message)
		}
		return nil
	}
}

// onlyApp reads the app of a verb that works on one.
func onlyApp(ctx context.Context, setup run.Setup) (apps.App, error) {
	found, err := setup.FindApps(ctx)
	if err != nil {
		return apps.App{}, err
	}
	app := found[0]
	if app.Err != nil {
		return app, fmt.Errorf("%s: %w", app.Name, app.Err)
	}
	return app, nil
}

// checkFolders accepts any number of apps' folders.
func checkFolders(cmd *cobra.Command, args []string) error {
	if _, after := splitAtDash(cmd, args); len(after) > 0 {
		return fmt.Errorf("--: arguments behind it go to the test command: `go run ./ci test APP -- %s`", strings.Join(after, " "))
	}
	return nil
}

// checkVerb refuses a first argument that is a misspelt verb rather than the folder of an app.
func checkVerb(cmd *cobra.Command, args []string) error {
	if err := checkFolders(cmd, args); err != nil || len(args) == 0 {
		return err
	}
	word := args[0]
	if _, err := os.Stat(word); err == nil || filepath.Base(word) != word {
		return nil
	}
	if hint := didYouMean(cmd, word); hint != "" {
		return fmt.Errorf("%s: there is no such command and no such folder%s", word, hint)
	}
	return nil
}
