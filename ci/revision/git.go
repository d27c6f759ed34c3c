package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// inheritedVariables are passed on to git. The others are not: some have
// passwords, and in a git hook some name the repository of that hook.
var inheritedVariables = []string{
	"PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR",
	// The configuration of the user and of the machine.
	"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM",
	// Windows finds its libraries and folders by these.
	"SYSTEMROOT", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "PROGRAMDATA", "TEMP", "TMP",
}

func environment() []string {
	environ := []string{"LC_ALL=C"}
	for _, name := range inheritedVariables {
		if value, set := os.LookupEnv(name); set {
			environ = append(environ, name+"="+value)
		}
	}
	return environ
}

func git(ctx context.Context, folder, input string, variables []string, arguments ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "git", arguments...)
	cmd.Dir, cmd.Env = folder, append(environment(), variables...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &stdout, &stderr
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	if cause := context.Cause(ctx); cause != nil {
		return "", cause
	}
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.New("git is not installed: without it the labels cannot say where the source comes from")
	}
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		return "", fmt.Errorf("git: %w: %s", err, first)
	}
	return stdout.String(), nil
}
