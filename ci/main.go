// Command ci runs the pipeline on Python apps: it finds or starts a Dagger engine, lets the module build, test, smoke-test,
// scan and publish each app, and prints the result. `go run ./ci help` lists commands and settings.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"python-pipeline/ci/command"
	"python-pipeline/ci/engine/embedded"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == embedded.SuperviseArgument {
		if err := embedded.Supervise(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second Ctrl-C ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(command.Main(ctx, os.Args[1:]))
}
