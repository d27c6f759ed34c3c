package sdk

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"python-pipeline/ci/engine/embedded/interruptible"
	"python-pipeline/ci/engine/embedded/program"
)

const proxyFolder = "usr/local/share/python-pipeline/goproxy"

// An Answer is a file that a module proxy serves; its path is relative to the proxy's address.
type Answer struct{ path, content string }

// ProxyAnswers returns answers to requests of the engine's code generator that not every module proxy can answer: the
// version of the engine release's commit, and the newest version of the query builder. Answering the second also keeps
// a module's code from depending on the day.
func ProxyAnswers() []Answer {
	const info = `{"Version":%q}` + "\n"
	return []Answer{
		{"dagger.io/dagger/@v/" + program.EngineCommit + ".info", fmt.Sprintf(info, program.EngineVersion)},
		{"github.com/dagger/querybuilder/@v/list", ""},
		{"github.com/dagger/querybuilder/@latest", fmt.Sprintf(info, program.QueryBuilderVersion)},
	}
}

// GoProxy returns the value of GOPROXY in the image: the answers first, then the proxies of this machine's Go.
func GoProxy(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "GOPROXY")
	cmd.Dir = os.TempDir() // without a go.mod that requires another version of Go
	output, err := interruptible.Output(cmd)
	if err != nil {
		return "", fmt.Errorf("go env GOPROXY: %w", err)
	}
	return "file:///" + proxyFolder + "," + strings.TrimSpace(output), nil
}
