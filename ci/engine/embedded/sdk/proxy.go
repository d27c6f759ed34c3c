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

// proxyFolder is where the image has the answers of ProxyAnswers.
const proxyFolder = "usr/local/share/python-pipeline/goproxy"

// An Answer is a file of a module proxy.
type Answer struct {
	// Path is relative to the proxy's address.
	Path string
	// Content is the file's content.
	Content string
}

// ProxyAnswers are what the engine's code generator asks a module proxy for and
// not every proxy has: which version the commit of its own release is, and which
// version of the query builder is the newest. The second would also make a
// module's code depend on the day.
func ProxyAnswers() []Answer {
	const info = `{"Version":%q}` + "\n"
	return []Answer{
		{"dagger.io/dagger/@v/" + program.EngineCommit + ".info", fmt.Sprintf(info, program.EngineVersion)},
		{"github.com/dagger/querybuilder/@v/list", ""},
		{"github.com/dagger/querybuilder/@latest", fmt.Sprintf(info, program.QueryBuilderVersion)},
	}
}

// GoProxy is the value of GOPROXY in the image: the answers first, then the
// proxies of this machine's own Go.
func GoProxy(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "GOPROXY")
	cmd.Dir = os.TempDir() // no go.mod there asks for another version of Go
	output, err := interruptible.Output(cmd)
	if err != nil {
		return "", fmt.Errorf("go env GOPROXY: %w", err)
	}
	return "file:///" + proxyFolder + "," + strings.TrimSpace(output), nil
}
