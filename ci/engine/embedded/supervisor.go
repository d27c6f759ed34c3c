//go:build linux

package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"python-pipeline/ci/poll"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/wholefile"
)

// launch starts a supervisor and waits until the engine answers. It first
// removes what an earlier engine may have left on the host.
func (e *Engine) launch(ctx context.Context, display *progress.Display, c engineConfig) error {
	if err := e.cleanHost(ctx, c.Identity, c.Rootfs); err != nil {
		return err
	}
	if err := saveIPForward(e.folder.ipForwardFile()); err != nil {
		return err
	}
	if err := setFirewall(ctx, c.Identity, c.Rootfs, e.folder.ipForwardFile()); err != nil {
		return err
	}
	if _, err := e.folder.createLogin(); err != nil {
		return err
	}
	content, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := wholefile.Write(e.folder.configFile(), content, 0o600); err != nil {
		return err
	}
	if err := e.startSupervisor(ctx); err != nil {
		return err
	}
	err = e.waitUntilReady(ctx, display, func() error { return checkSocket(e.folder.socket()) })
	// The engine keeps running when this run stops waiting, and its bridge may exist.
	marked := markBridge(c.Identity, e.folder.ipForwardFile())
	if err != nil {
		return fmt.Errorf("%w; its log ends with: %s", err, e.lastLogLine())
	}
	return marked
}

// startSupervisor starts the supervisor in new mount and process namespaces, and in a session of its own so that no
// terminal's signals reach it. It is process 1 there: when it ends in any way, the kernel ends all other processes and
// removes the mounts with the namespace.
func (e *Engine) startSupervisor(ctx context.Context) error {
	var lockFile *os.File
	// A check for a running supervisor takes this lock briefly, so try again.
	taken, err := poll.Until(ctx, 10*time.Millisecond, time.Second, func() (taken bool, err error) {
		lockFile, err = tryLock(e.folder.supervisorLock())
		return lockFile != nil, err
	})
	if err != nil {
		return err
	}
	if !taken {
		return errors.New("another supervisor holds the lock; stop it first")
	}
	defer lockFile.Close()
	// The ends of the logs must be those of this start.
	for _, name := range []string{"engine", "registry"} {
		if err := os.RemoveAll(e.folder.logFile(name)); err != nil {
			return err
		}
	}
	log, err := os.Create(e.folder.logFile("supervisor"))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command("/proc/self/exe", SuperviseArgument, string(e.folder))
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"}
	cmd.Dir = "/"
	// The lock is held while any copy of the descriptor is open. In the supervisor it is lockDescriptor.
	cmd.ExtraFiles = []*os.File{lockFile}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("supervisor: %w; the engine needs root and the right to create namespaces", err)
	}
	// From here on nothing has to be written: the supervisor is found by its
	// lock, so it can be stopped even if this run ends now.
	return cmd.Process.Release()
}

// Supervise is the supervisor's main function.
func Supervise(folder string) error {
	e := &Engine{folder: Folder(folder)}
	c, err := e.readConfig()
	if err != nil {
		return err
	}
	login, err := e.folder.login()
	if err != nil {
		return err
	}
	listener, err := listenForRegistry(c.Identity)
	if err != nil {
		return err
	}
	if err := switchRoot(c); err != nil {
		return err
	}
	return runServices(c, login, listener)
}

// listenForRegistry opens the registry's port before any service starts. When another program has the port, the engine
// does not start: that program may belong to another user and collect images and passwords.
func listenForRegistry(id networkIdentity) (*os.File, error) {
	listener, err := net.Listen("tcp", id.registry())
	if err != nil {
		return nil, fmt.Errorf("registry: %w: another program has the port; end it, or run `go run ./ci engine prune` and start again to get another port", err)
	}
	defer listener.Close()
	return listener.(*net.TCPListener).File()
}

// runServices runs registry and engine until one of them ends or a signal stops them.
func runServices(c engineConfig, login Login, listener *os.File) error {
	digest, err := os.ReadFile(rootSDKDigest)
	if err != nil {
		return err
	}
	environment := append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=/root", "DO_NOT_TRACK=1",
		"DAGGER_GO_SDK_MANIFEST_DIGEST=" + string(digest),
	}, c.Environment...)
	registry := exec.Command(rootRegistry, registryConfiguration)
	registry.Env = append(slices.Clip(environment), "PUSH_PASSWORD="+login.Password)
	registry.ExtraFiles = []*os.File{listener}
	engine := exec.Command(rootEngine,
		"--config", "/etc/dagger/engine.toml", "--addr", "unix://"+filepath.Join(rootRun, "engine.sock"),
		"--network-name", c.Identity.Network, "--network-cidr", c.Identity.Range)
	engine.Env = environment
	pids := map[int]string{}
	for _, service := range []*exec.Cmd{registry, engine} {
		name := filepath.Base(service.Path)
		log, err := os.Create(filepath.Join(rootRun, name+".log"))
		if err != nil {
			return err
		}
		service.Stdout, service.Stderr = log, log
		if err := service.Start(); err != nil {
			return err
		}
		log.Close()
		pids[service.Process.Pid] = name
	}
	listener.Close()
	return waitForServices(pids)
}

// lastLogLine returns the last line of the log that explains a failed start.
func (e *Engine) lastLogLine() string {
	names := []string{"engine", "registry", "supervisor"}
	if content, err := os.ReadFile(e.folder.logFile("supervisor")); err == nil && strings.HasPrefix(string(content), "registry ended") {
		names = []string{"registry", "supervisor"}
	}
	for _, name := range names {
		content, err := os.ReadFile(e.folder.logFile(name))
		lines := strings.Split(strings.TrimSpace(string(content)), "\n")
		if last := lines[len(lines)-1]; err == nil && last != "" {
			return last
		}
	}
	return "(its logs are empty)"
}
