package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parsed is a call without functions, which cannot be compared.
type parsed struct {
	Command         string
	Arguments, Rest []string
	Verbose         bool
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
		"engine status":              {Command: "engine", Arguments: []string{"status"}},
		"help":                       {Command: "help"},
		"version":                    {Command: "version"},
		"--help":                     {Command: "help"},
		"test shop -h":               {Command: "help", Arguments: []string{"shop"}},
		"shop --":                    {Arguments: []string{"shop"}},
		"test --verbose shop -- a b": {Command: "test", Arguments: []string{"shop"}, Rest: []string{"a", "b"}, Verbose: true},
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			c, err := parse(strings.Fields(line))
			if err != nil {
				t.Fatal(err)
			}
			got := parsed{c.command.name, c.arguments, c.rest, c.verbose}
			if len(got.Rest) == 0 {
				got.Rest = nil
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
		"--tags=1.0":         "--tags=1.0: no such option; there is -v, and settings are environment variables: see `go run ./ci help`",
		"test -k name":       "-k: no such option; there is -v, and settings are environment variables: see `go run ./ci help`",
		"shop -- -k name":    "--: arguments behind it go to the test command: `go run ./ci test APP -- -k name`",
		"build -- -x":        "--: arguments behind it go to the test command: `go run ./ci test APP -- -x`",
		"engine status -- x": "--: arguments behind it go to the test command: `go run ./ci test APP -- x`",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			c, err := parse(strings.Fields(line))
			if err == nil {
				t.Fatalf("no error, but %s %v", c.command.name, c.arguments)
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
	for _, c := range append([]command{defaultCommand}, commands...) {
		if seen[c.name] {
			t.Errorf("%q: there are two", c.name)
		}
		seen[c.name] = true
		if (c.run == nil) == (c.plain == nil) {
			t.Errorf("%q: it must be run with settings or without", c.name)
		}
		if c.help == "" || strings.HasSuffix(c.help, ".") {
			t.Errorf("%q: help is a phrase, got %q", c.name, c.help)
		}
	}
}

func TestArgumentsThatACommandNeeds(t *testing.T) {
	t.Parallel()
	if !slices.Contains(engineActions(), "status") {
		t.Fatal("the engine has no action status")
	}
	all := strings.Join(engineActions(), ", ")
	for line, want := range map[string]string{
		"engine frobnicate": "engine frobnicate: say one of " + all,
		"engine stop start": "engine stop start: say one of " + all,
		"shell":             "shell: it takes the folder of one app: `go run ./ci shell sample-app/calculator`",
		"shell shop api":    "shell: it takes the folder of one app: `go run ./ci shell sample-app/calculator`",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			c, err := parse(strings.Fields(line))
			if err != nil {
				t.Fatal(err)
			}
			if err := c.command.run(t.Context(), &environment{}, c); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}
