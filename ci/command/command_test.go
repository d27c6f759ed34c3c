package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

// parsed is the call that a command line makes.
type parsed struct {
	Command         string
	Arguments, Rest []string
	Verbose         bool
}

// parse returns the call that a command line makes.
func parse(t *testing.T, line string) (got parsed, err error) {
	t.Helper()
	p := new(program)
	note := func(cmd *cobra.Command, args []string) {
		arguments, rest := splitAtDash(cmd, args)
		command := strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), "go run ./ci"))
		got = parsed{command, slices.Clip(append([]string(nil), arguments...)), append([]string(nil), rest...), p.verbose}
	}
	root := p.commands()
	var replace func(*cobra.Command)
	replace = func(cmd *cobra.Command) {
		if cmd.RunE != nil && !cmd.HasParent() || cmd.HasParent() && !cmd.HasSubCommands() {
			cmd.RunE = func(cmd *cobra.Command, args []string) error { note(cmd, args); return nil }
		}
		for _, sub := range cmd.Commands() {
			replace(sub)
		}
	}
	replace(root)
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		note(cmd, nil)
		got.Command = strings.TrimSpace("--help " + got.Command)
	})
	root.SetArgs(strings.Fields(line))
	err = root.Execute()
	return got, err
}

func TestParse(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]parsed{
		"":                           {},
		"-v":                         {Verbose: true},
		"sample-app/calculator":      {Arguments: []string{"sample-app/calculator"}},
		"shop api --verbose":         {Arguments: []string{"shop", "api"}, Verbose: true},
		"test":                       {Command: "test"},
		"-v test shop":               {Command: "test", Arguments: []string{"shop"}, Verbose: true},
		"test shop -- -k name -v":    {Command: "test", Arguments: []string{"shop"}, Rest: []string{"-k", "name", "-v"}},
		"test -- -x -- y":            {Command: "test", Rest: []string{"-x", "--", "y"}},
		"./test":                     {Arguments: []string{"./test"}},
		"test ./test":                {Command: "test", Arguments: []string{"./test"}},
		"build test":                 {Command: "build", Arguments: []string{"test"}},
		"shop test":                  {Arguments: []string{"shop", "test"}},
		"publish":                    {Command: "publish"},
		"shell sample-app/django":    {Command: "shell", Arguments: []string{"sample-app/django"}},
		"engine status":              {Command: "engine status"},
		"help":                       {Command: "help"},
		"version":                    {Command: "version"},
		"--help":                     {Command: "--help"},
		"test shop -h":               {Command: "--help test"},
		"-h":                         {Command: "--help"},
		"engine -h":                  {Command: "--help engine"},
		"help test":                  {Command: "help", Arguments: []string{"test"}},
		"plan shop --json":           {Command: "plan", Arguments: []string{"shop"}},
		"compose shop --image=a:b":   {Command: "compose", Arguments: []string{"shop"}},
		"completion bash":            {Command: "completion bash"},
		"shop --":                    {Arguments: []string{"shop"}},
		"test --verbose shop -- a b": {Command: "test", Arguments: []string{"shop"}, Rest: []string{"a", "b"}, Verbose: true},
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			got, err := parse(t, line)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("call differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"--tags=1.0":         "options: unknown flag: --tags; settings are environment variables: see `go run ./ci help`",
		"test -k name":       "options: unknown shorthand flag: 'k' in -k; settings are environment variables: see `go run ./ci help`",
		"plan --jsn":         "options: unknown flag: --jsn; settings are environment variables: see `go run ./ci help`",
		"test -v=perhaps":    "options: invalid argument \"perhaps\" for \"-v, --verbose\" flag: strconv.ParseBool: parsing \"perhaps\": invalid syntax; settings are environment variables: see `go run ./ci help`",
		"test ---k":          "options: bad flag syntax: ---k; settings are environment variables: see `go run ./ci help`",
		"shop -- -k name":    "--: arguments behind it go to the test command: `go run ./ci test APP -- -k name`",
		"build -- -x":        "--: arguments behind it go to the test command: `go run ./ci test APP -- -x`",
		"plan -- json":       "--: arguments behind it go to the test command: `go run ./ci test APP -- json`",
		"tset shop":          "tset: there is no such command and no such folder; did you mean test?",
		"engine status -- x": "unknown command \"x\" for \"go run ./ci engine status\"",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			got, err := parse(t, line)
			if err == nil {
				t.Fatalf("no error, but %+v", got)
			}
			if diff := cmp.Diff(want, err.Error()); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCommands(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	root := new(program).commands()
	for _, c := range append([]*cobra.Command{root}, root.Commands()...) {
		if seen[c.Name()] {
			t.Errorf("%q: there are two", c.Name())
		}
		seen[c.Name()] = true
		if !c.Runnable() {
			t.Errorf("%q: it does nothing", c.Name())
		}
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%q: help is a phrase, got %q", c.Name(), c.Short)
		}
	}
}

func TestArgumentsThatACommandNeeds(t *testing.T) {
	t.Parallel()
	const actions, shells = "env, logs, prune, start, status, stop", "bash, fish, powershell, zsh"
	for line, want := range map[string]string{
		"engine":             "engine: use one of " + actions,
		"engine frobnicate":  "engine frobnicate: use one of " + actions,
		"engine statsu":      "engine statsu: use one of " + actions + "; did you mean status?",
		"engine stop start":  "unknown command \"start\" for \"go run ./ci engine stop\"",
		"completion nothing": "completion nothing: use one of " + shells,
		"completion bash -x": "options: unknown shorthand flag: 'x' in -x; settings are environment variables: see `go run ./ci help`",
		"shell":              "shell: it takes the folder of one app: `go run ./ci shell sample-app/calculator`",
		"shell shop api":     "shell: it takes the folder of one app: `go run ./ci shell sample-app/calculator`",
		"help tset":          "help tset: there is no such command; did you mean test?",
		"help engine sotp":   "help engine sotp: there is no such command; did you mean stop?",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			if _, err := execute(t.Context(), strings.Fields(line)); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}
