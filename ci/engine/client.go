package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dagger.io/dagger/engineconn"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
)

// useClient returns the path of Dagger's client program and sets the variable by which Dagger's SDK finds it. It is the
// program that the settings name, else one of the embedded engine's version, downloaded unless it is cached. Without
// the variable the SDK would take a client of its own version.
func useClient(ctx context.Context, c *config.Config, log io.Writer) (string, error) {
	path := c.DaggerCLI
	if path == "" {
		var err error
		download := engineconn.CLIDownloader{Ref: strings.TrimPrefix(embedded.Version, "v"), Release: true, LogOutput: log}
		if path, err = callWithin(ctx, downloadLimit, "the download did not end", download.Download); err != nil {
			return "", fmt.Errorf("dagger program %s: %w; name one in _EXPERIMENTAL_DAGGER_CLI_BIN", embedded.Version, err)
		}
	}
	return path, setEnvironment("_EXPERIMENTAL_DAGGER_CLI_BIN=" + path)
}

const downloadLimit = 5 * time.Minute

// setEnvironment sets variables of this process: Dagger's SDK reads them, and
// dagger programs that this process starts inherit them.
func setEnvironment(variables ...string) error {
	for _, variable := range variables {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}
