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
	"strings"
	"syscall"
	"time"

	"python-pipeline/ci/wholefile"
)

// startLimit is how long an engine may take to answer.
const startLimit = time.Minute

// launch starts a supervisor and waits until the engine answers. What an
// earlier engine may have left, however it ended, is cleared first.
func (e *Engine) launch(ctx context.Context, l launch) error {
	if err := e.clear(ctx, l.Identity, l.Rootfs); err != nil {
		return err
	}
	if err := saveIPForward(e.folder.ipForward()); err != nil {
		return err
	}
	if err := setFirewall(ctx, l.Identity, l.Rootfs, e.folder.ipForward()); err != nil {
		return err
	}
	if _, err := e.folder.createLogin(); err != nil {
		return err
	}
	content, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	if err := wholefile.Write(e.folder.launch(), content, 0o600); err != nil {
		return err
	}
	if err := e.spawn(); err != nil {
		return err
	}
	err = e.waitUntil(ctx, startLimit, func() error { return answers(e.folder.socket()) })
	// An engine that is no longer waited for runs on, and its bridge may be there.
	marked := markBridge(l.Identity, e.folder.ipForward())
	if err != nil {
		return fmt.Errorf("%w; its log ends with: %s", err, e.lastLog())
	}
	return marked
}

// spawn starts the supervisor in new mount and process namespaces, in a
// session of its own so that no terminal's signals reach it. It is process 1
// there: when it ends, however it ends, the kernel ends all others and the
// mounts go with the namespace.
func (e *Engine) spawn() error {
	lock, err := tryLock(e.folder.supervisorLock())
	// Who only asks whether a supervisor lives holds it for a moment.
	for end := time.Now().Add(time.Second); lock == nil && err == nil && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
		lock, err = tryLock(e.folder.supervisorLock())
	}
	if err != nil {
		return err
	}
	if lock == nil {
		return errors.New("lock: another supervisor holds it")
	}
	defer lock.Close()
	// The last words in them are to be this life's.
	for _, name := range []string{"engine", "registry"} {
		if err := os.RemoveAll(e.folder.log(name)); err != nil {
			return err
		}
	}
	log, err := os.Create(e.folder.log("supervisor"))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command("/proc/self/exe", SuperviseArgument, string(e.folder))
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"}
	cmd.Dir = "/"
	// The lock lives as long as any copy of the descriptor. It is the supervisor's
	// lockDescriptor.
	cmd.ExtraFiles = []*os.File{lock}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("supervisor: %w; root with the right to make namespaces is needed", err)
	}
	// Nothing is written from here on: the supervisor is found by its lock, so
	// that a run that ends now leaves one that can be stopped.
	return cmd.Process.Release()
}

// Supervise is the supervisor's main function.
func Supervise(folder string) error {
	e := &Engine{folder: Folder(folder)}
	l, err := e.launched()
	if err != nil {
		return err
	}
	login, err := e.folder.login()
	if err != nil {
		return err
	}
	listener, err := listenForRegistry(l.Identity)
	if err != nil {
		return err
	}
	if err := enterRootfs(l); err != nil {
		return err
	}
	return runServices(l, login, listener)
}

// listenForRegistry opens the registry's port before anything is started: where
// another program has it, which may be another user's that waits for images and
// passwords, the engine does not start.
func listenForRegistry(id identity) (*os.File, error) {
	listener, err := net.Listen("tcp", id.registry())
	if err != nil {
		return nil, fmt.Errorf("registry: %w: another program has the port; end it, or `go run ./ci engine prune` and start again, with another port", err)
	}
	defer listener.Close()
	return listener.(*net.TCPListener).File()
}

// runServices runs registry and engine until one of them ends or a signal
// asks to stop.
func runServices(l launch, login Login, listener *os.File) error {
	digest, err := os.ReadFile(rootSDKDigest)
	if err != nil {
		return err
	}
	environment := append([]string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=/root",
		"DO_NOT_TRACK=1",
		"DAGGER_GO_SDK_MANIFEST_DIGEST=" + string(digest),
	}, l.Environment...)
	services := []*exec.Cmd{
		exec.Command(rootRegistry, registryConfiguration),
		exec.Command(rootEngine,
			"--config", "/etc/dagger/engine.toml",
			"--addr", "unix://"+filepath.Join(rootRun, "engine.sock"),
			"--network-name", l.Identity.Network,
			"--network-cidr", l.Identity.Range),
	}
	services[0].ExtraFiles = []*os.File{listener}
	environments := [][]string{append(environment[:len(environment):len(environment)], "PUSH_PASSWORD="+login.Password), environment}
	pids := map[int]string{}
	for i, name := range []string{"registry", "engine"} {
		log, err := os.Create(filepath.Join(rootRun, name+".log"))
		if err != nil {
			return err
		}
		services[i].Env = environments[i]
		services[i].Stdout, services[i].Stderr = log, log
		if err := services[i].Start(); err != nil {
			return err
		}
		log.Close()
		pids[services[i].Process.Pid] = name
	}
	listener.Close()
	return superviseUntilStop(pids)
}

// lastLog gives the engine's last words for an error.
func (e *Engine) lastLog() string {
	names := []string{"engine", "registry", "supervisor"}
	if content, err := os.ReadFile(e.folder.log("supervisor")); err == nil && strings.HasPrefix(string(content), "registry ended") {
		names = []string{"registry", "supervisor"}
	}
	for _, name := range names {
		content, err := os.ReadFile(e.folder.log(name))
		lines := strings.Split(strings.TrimSpace(string(content)), "\n")
		if last := lines[len(lines)-1]; err == nil && last != "" {
			return last
		}
	}
	return "(its logs are empty)"
}
