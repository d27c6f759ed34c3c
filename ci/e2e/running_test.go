//go:build linux

package e2e

import (
	"bytes"
	"context"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"python-pipeline/ci/poll"
	"python-pipeline/ci/summary"
)

// podman runs one podman command and gives standard output, standard error and
// exit status, which is that of what runs in the container. It fails the test
// when podman itself fails.
func podman(t *testing.T, arguments ...string) (stdout, stderr string, status int) {
	t.Helper()
	m, err := startPodman()
	if err != nil {
		t.Fatal(err)
	}
	// Containers are removed when the test's own context has ended.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 5*time.Minute)
	defer cancel()
	cmd := m.command(ctx, arguments...)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	err = cmd.Run()
	const podmanFailed = 125
	if status = cmd.ProcessState.ExitCode(); status < 0 || status == podmanFailed {
		t.Fatalf("podman %s: %v: %s", strings.Join(arguments, " "), err, &problem)
	}
	return out.String(), problem.String(), status
}

// command prepares a podman command in the namespaces of process 1.
func (m *podmanMachine) command(ctx context.Context, arguments ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "nsenter", append([]string{
		"--target", strconv.Itoa(m.process1.Process.Pid), "--mount", "--pid", "--", "podman",
	}, arguments...)...)
	cmd.Env, cmd.WaitDelay = podmanEnvironment, time.Second
	return cmd
}

// hardened is how a cautious operator starts a container (with no network, as
// all containers here).
var hardened = []string{"--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--tmpfs=/tmp"}

// published is a published image as podman names it.
func published(app summary.App) string { return app.References[0] }

// run runs a command in a container of its own to its end; flags are those of
// podman run.
func run(t *testing.T, image string, flags []string, command ...string) (stdout, stderr string, status int) {
	t.Helper()
	return podman(t, runArguments(t, append([]string{"--rm"}, flags...), image, command)...)
}

// A running is a container that was started.
type running struct{ name string }

// start starts a container that is removed when the test ends; flags are those
// of podman run.
func start(t *testing.T, image string, flags []string, command ...string) running {
	t.Helper()
	name, _, _ := podman(t, runArguments(t, append([]string{"--detach"}, flags...), image, command)...)
	c := running{strings.TrimSpace(name)}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s said:\n%s", image, c.logs(t))
		}
		c.remove(t)
	})
	return c
}

// remove removes the container. podman's own clean-up of a container that has just
// ended may still hold a mount of it.
func (c running) remove(t *testing.T) {
	t.Helper()
	m, err := startPodman()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out []byte
	removed, _ := poll.Until(ctx, 200*time.Millisecond, 20*time.Second, func() (bool, error) {
		out, err = m.command(ctx, "rm", "--force", "--ignore", "--time=0", c.name).CombinedOutput()
		return err == nil, nil
	})
	if !removed {
		t.Errorf("podman rm: %v: %s", err, out)
	}
}

func runArguments(t *testing.T, flags []string, image string, command []string) []string {
	t.Helper()
	m, err := startPodman()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat([]string{"run", "--quiet", "--tls-verify=false", "--cgroup-parent=/" + m.group}, flags, []string{image}, command)
}

// network gives the flags by which another container shares this one's network:
// each reaches the other's ports at 127.0.0.1, which has the given names too.
// podman's own container:ID would allow no names.
func (c running) network(t *testing.T, names ...string) []string {
	t.Helper()
	pid, _, _ := podman(t, "inspect", "--format={{.State.Pid}}", c.name)
	flags := []string{"--network=ns:/proc/" + strings.TrimSpace(pid) + "/ns/net"}
	for _, name := range names {
		flags = append(flags, "--add-host="+name+":127.0.0.1")
	}
	return flags
}

// exec runs a command in the container.
func (c running) exec(t *testing.T, command ...string) (stdout, stderr string, status int) {
	t.Helper()
	return podman(t, append([]string{"exec", c.name}, command...)...)
}

// get asks an address for its answer as soon as there is one; the container must
// have Python.
func (c running) get(t *testing.T, address string) string {
	t.Helper()
	stdout, stderr, status := c.exec(t, "python", "-c", `
import sys, time, urllib.error, urllib.request
for attempt in range(300):
    try:
        print(urllib.request.urlopen(sys.argv[1], timeout=10).read().decode(), end="")
        break
    except urllib.error.HTTPError:
        raise
    except OSError as error:
        reason = error
        time.sleep(0.1)
else:
    sys.exit(f"no answer in 30 s: {reason}")
`, address)
	if status != 0 {
		t.Fatalf("%s: %s", address, stderr)
	}
	return stdout
}

// logs are what the container wrote so far, standard output first.
func (c running) logs(t *testing.T) string {
	t.Helper()
	stdout, stderr, _ := podman(t, "logs", c.name)
	return stdout + stderr
}

// stop asks the container to end, kills it when it does not within ten seconds,
// and gives its exit status, 137 for a killed one.
func (c running) stop(t *testing.T) int {
	t.Helper()
	podman(t, "stop", "--time=10", c.name)
	state, _, _ := podman(t, "inspect", "--format={{.State.ExitCode}}", c.name)
	status, err := strconv.Atoi(strings.TrimSpace(state))
	if err != nil {
		t.Fatal(err)
	}
	return status
}

// A process of a container, as numbered in it. The parent of what was started
// from outside is 0.
type process struct{ pid, parent, uid, command string }

// processes lists what runs in the container.
func (c running) processes(t *testing.T) []process {
	t.Helper()
	table, _, _ := podman(t, "top", c.name, "pid", "ppid", "huser", "comm")
	var found []process
	for line := range strings.Lines(table) {
		if fields := strings.Fields(line); fields[0] != "PID" {
			found = append(found, process{fields[0], fields[1], fields[2], fields[3]})
		}
	}
	return found
}
