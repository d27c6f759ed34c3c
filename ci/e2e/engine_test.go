//go:build linux

package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// An engine of its own, on a copy of the first one's programs and stand-ins
// and with nothing in its build cache, lives beside the first one. It is
// stopped, killed and deleted, and nothing of it is left.
func TestEngineOfItsOwn(t *testing.T) {
	t.Parallel()
	folder := copyEngine(t)
	before := hostState(t, folder)
	variables := []string{"PIPELINE_CACHE_DIR=" + folder, "PIPELINE_ENGINE=embedded"}

	// Programs of another version go when the engine starts.
	old := filepath.Join(folder, "programs", "dagger-v0.0.0-000000000000")
	if err := os.MkdirAll(old, 0o755); err != nil {
		t.Fatal(err)
	}
	// Two runs that come at the same time share one bring-up.
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() { engineCommand(t, variables, "start") })
	}
	wait.Wait()
	if supervisors := processesWithArgument(t, folder); len(supervisors) != 1 {
		t.Fatalf("supervisors: %v", supervisors)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", old, err)
	}
	own := engineStatus(t, variables...)
	if first := engineStatus(t); own["registry"] == first["registry"] || own["network"] == first["network"] {
		t.Errorf("it shares the first engine's registry or network: %v", own)
	}

	// Both know what the host's ip_forward was before the first of them ran.
	if first, second := savedIPForward(t, cacheFolder(t)), savedIPForward(t, folder); first != second {
		t.Errorf("ip_forward was %q for the first engine and %q for the second", first, second)
	}

	// On an empty build cache the layers are the same as on the first engine,
	// those of compiled packages too.
	app := calculator(t, "anywhere")
	web := django(t, "anywhere-web")
	here := ci(t, nil, app, web).mustPass(t)
	there := ci(t, variables, app, web).mustPass(t)
	for _, name := range []string{"anywhere", "anywhere-web"} {
		first, second := pull(t, here.app(t, name)), pull(t, there.app(t, name))
		a, b := layerDigests(t, first), layerDigests(t, second)
		if a[1] != b[1] && debianPackages(t, first) != debianPackages(t, second) {
			b[1] = a[1] // Debian has an update since the first engine looked, today
		}
		if !slices.Equal(a, b) {
			t.Errorf("%s: layers differ between two engines:\n%v\n%v", name, a, b)
		}
	}

	// What works is not stopped. An engine that is killed while it works ends the
	// run with a reason, and the next run succeeds.
	if err := write("tests/test_slow.py", slowTest("killed"))(app); err != nil {
		t.Fatal(err)
	}
	killed := make(chan struct{})
	go func() {
		defer close(killed)
		waitForProcess(t, named("killed"), true)
		engineRefuses(t, variables, "stop", "embedded engine: stop: a run uses it; end process ")
		engineRefuses(t, variables, "prune", "embedded engine: prune: a run works in "+folder+"; end process ")
		for _, pid := range processesWithArgument(t, folder) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}()
	ci(t, variables, app).mustFail(t, "the engine ended while it worked", "run again")
	<-killed
	if err := remove("tests/test_slow.py")(app); err != nil {
		t.Fatal(err)
	}
	if out := engineCommand(t, variables, "start"); !strings.Contains(out, "it was not stopped in order, so it empties its build cache first") {
		t.Errorf("after the kill: %s", out)
	}
	// In a shell with its address, too.
	isItsOwnEngine(t, []string{
		"PIPELINE_CACHE_DIR=" + folder, "PIPELINE_ENGINE=auto",
		"_EXPERIMENTAL_DAGGER_RUNNER_HOST=unix://" + filepath.Join(folder, "run", "engine.sock"),
	}, app)
	leavesOutARuntime(t, variables, app)

	// Other settings restart it, and it says so.
	if out := engineCommand(t, append(variables, "PIPELINE_CACHE_LIMIT=10GB"), "start"); !strings.Contains(out, "restarting") || !strings.Contains(out, "cache limit") {
		t.Errorf("a changed cache limit: %s", out)
	}
	restartKeepsWhatIsBuilt(t, variables, app)

	// A version that the stand-ins do not have: it says which they have, and
	// nobody waits for docker.io.
	old39 := calculator(t, "old-python", replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\npython = \"3.9\""))
	ci(t, append(variables, "PIPELINE_STAND_INS=always"), old39).
		mustFail(t, "python 3.9 (the key \"python\"): there is no base image for it here; there are 3.11, ")

	takesOnlyItsStandIns(t, variables)

	// The file that says what was launched is lost: all of it is found all the
	// same.
	if err := os.Remove(filepath.Join(folder, "run", "launch.json")); err != nil {
		t.Fatal(err)
	}
	engineCommand(t, variables, "stop")
	if status := engineStatus(t, variables...); !strings.HasSuffix(status["embedded engine"], "stopped") {
		t.Errorf("status after stop: %v", status)
	}
	mustBeGone(t, own)

	startsAfterATrouble(t, folder, variables, own["registry"])
	fullDiskOfAnEngine(t, folder, variables, app)
	engineCommand(t, variables, "prune")
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", folder, err)
	}
	for what, after := range hostState(t, folder) {
		if extra := lines(after).without(lines(before[what])); len(extra) > 0 {
			t.Errorf("%s: left behind: %v", what, extra)
		}
	}
	mustBeGone(t, own)
	// The first engine was not harmed.
	ci(t, []string{"PIPELINE_FRESH=1"}, app).mustPass(t)
}

// mustBeGone fails the test when bridge or firewall rules of an engine are left, by
// what its status was.
func mustBeGone(t *testing.T, status map[string]string) {
	t.Helper()
	bridge := strings.TrimSuffix(strings.Fields(status["network"])[1], ",")
	if _, err := net.InterfaceByName(bridge); err == nil {
		t.Errorf("the bridge %s is still there", bridge)
	}
	for line := range strings.Lines(firewall(t)) {
		if strings.Contains(line, strings.TrimSuffix(bridge, "0")) {
			t.Errorf("a firewall rule is left: %s", line)
		}
	}
}

// copyEngine copies the first engine's cache folder without what it built for
// apps.
func copyEngine(t *testing.T) string {
	t.Helper()
	first := cacheFolder(t)
	folder, err := os.MkdirTemp("", "engine-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd := exec.Command(program, "engine", "prune")
		cmd.Dir, cmd.Env = repository, append(os.Environ(), "PIPELINE_CACHE_DIR="+folder)
		_ = cmd.Run()
	})
	for _, part := range []string{"programs", "rootfs", "stand-ins", "registry", "docker-io.json"} {
		if _, err := os.Stat(filepath.Join(first, part)); os.IsNotExist(err) {
			continue // on a machine that reaches docker.io there are no stand-ins
		}
		// Other tests push into the registry meanwhile, and what is on its way
		// there comes and goes.
		const script = `tar -C "$1" --exclude=_uploads -cf - "$2" | tar -C "$3" -xpf -`
		if out, err := exec.Command("sh", "-c", script, "copy", first, part, folder).CombinedOutput(); err != nil {
			t.Fatalf("copy: %v: %s", err, out)
		}
	}
	return folder
}

// slowTest is a test that runs until it is ended, and is found by its name among
// the machine's processes.
func slowTest(name string) string {
	return fmt.Sprintf("import subprocess\n\n\ndef test_slow():\n    subprocess.run([\"sh\", \"-c\", \"sleep 600; :\", %q])\n", named(name))
}

// waitForProcess waits until there is a process whose last argument is this, or
// none any more.
func waitForProcess(t *testing.T, argument string, there bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if len(processesWithArgument(t, argument)) > 0 == there {
			return
		}
	}
	t.Errorf("process %s: there should be one: %t", argument, there)
}

func engineCommand(t *testing.T, variables []string, action string) string {
	t.Helper()
	cmd := exec.Command(program, "engine", action)
	cmd.Dir, cmd.Env = repository, append(os.Environ(), variables...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("engine %s: %v\n%s", action, err, out)
	}
	return string(out)
}

// engineRefuses is for an action that fails and says why in one line.
func engineRefuses(t *testing.T, variables []string, action string, says ...string) {
	t.Helper()
	cmd := exec.Command(program, "engine", action)
	cmd.Dir, cmd.Env = repository, append(os.Environ(), variables...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("engine %s: %v\n%s", action, err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, text := range says {
		if last := lines[len(lines)-1]; !strings.HasPrefix(last, "error: ") || !strings.Contains(last, text) {
			t.Errorf("engine %s: %q is missing in the last line of:\n%s", action, text, out)
		}
	}
}

// savedIPForward is what an engine puts back when it stops.
func savedIPForward(t *testing.T, folder string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, "run", "ip_forward"))
	if err != nil {
		t.Error(err)
	}
	return strings.TrimSpace(string(content))
}

// processesWithArgument lists the processes that have this last argument, such as
// the supervisors of a cache folder.
func processesWithArgument(t *testing.T, argument string) []int {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Error(err)
	}
	var found []int
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil || !bytes.HasSuffix(content, []byte("\x00"+argument+"\x00")) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil {
			found = append(found, pid)
		}
	}
	return found
}

// hostState is what the engine of a cache folder could change on the host.
func hostState(t *testing.T, folder string) map[string]string {
	t.Helper()
	state := map[string]string{}
	for what, file := range map[string]string{"mounts": "/proc/self/mounts", "resolver": "/etc/resolv.conf", "hosts": "/etc/hosts", "packages": "/var/lib/dpkg/status"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		state[what] = string(content)
	}
	// Other tests and engines mount, too.
	state["mounts"] = strings.Join(slices.DeleteFunc(strings.SplitAfter(state["mounts"], "\n"), func(line string) bool { return !strings.Contains(line, folder) }), "")
	return state
}

func firewall(t *testing.T) string {
	t.Helper()
	roots, err := filepath.Glob(filepath.Join(cacheFolder(t), "rootfs", "*", "usr", "sbin"))
	if err != nil || len(roots) == 0 {
		t.Fatal("the engine has no root file system")
	}
	cmd := exec.Command("/usr/sbin/iptables-save")
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: filepath.Dir(filepath.Dir(roots[0]))}
	cmd.Dir = "/"
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// A set of lines.
type set map[string]bool

func lines(text string) set {
	found := set{}
	for line := range strings.Lines(text) {
		found[line] = true
	}
	return found
}

func (s set) without(other set) []string {
	left := maps.Clone(s)
	maps.DeleteFunc(left, func(line string, _ bool) bool { return other[line] })
	return slices.Sorted(maps.Keys(left))
}
