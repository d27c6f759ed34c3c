package embedded

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// tools are the programs of the host that the bring-up calls.
var tools = []string{"apt-get", "dpkg-deb", "perl", "tar", "go"}

// CanRun says what is missing for an embedded engine on this machine.
func CanRun() error {
	var missing []string
	if runtime.GOOS != "linux" {
		missing = append(missing, "Linux (this is "+runtime.GOOS+")")
	} else if os.Geteuid() != 0 {
		missing = append(missing, "root")
	}
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			missing = append(missing, tool)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("embedded engine: it needs %s, which this machine lacks; install Docker or Podman, or name a running engine in _EXPERIMENTAL_DAGGER_RUNNER_HOST",
		strings.Join(missing, " and "))
}
