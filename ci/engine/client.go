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

// useClient gives the path of Dagger's client program, which its SDK calls: the
// one of the settings, else one of the embedded engine's version, downloaded unless
// it is there. Left alone, the SDK would take one of its own version.
func useClient(ctx context.Context, c *config.Config, log io.Writer) (string, error) {
	path := c.DaggerCLI
	if path == "" {
		var err error
		download := engineconn.CLIDownloader{Ref: strings.TrimPrefix(embedded.Version, "v"), Release: true, LogOutput: log}
		if path, err = within(ctx, downloadLimit, "it is not downloaded", download.Download); err != nil {
			return "", fmt.Errorf("dagger program %s: %w; name one in _EXPERIMENTAL_DAGGER_CLI_BIN", embedded.Version, err)
		}
	}
	return path, use("_EXPERIMENTAL_DAGGER_CLI_BIN=" + path)
}

// downloadLimit is how long the client program may take to be downloaded.
const downloadLimit = 5 * time.Minute

// use names client program and engine to Dagger's SDK, which reads the
// environment, and to dagger programs that this one starts.
func use(variables ...string) error {
	for _, variable := range variables {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}
