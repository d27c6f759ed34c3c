//go:build linux

package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// startLimit is how long an engine may take to answer.
const startLimit = time.Minute

// launch starts a supervisor and waits until the engine answers. What an
// earlier engine may have left, however it ended, is cleared first.
func (e *Engine) launch(ctx context.Context, l launch) error {
	if err := e.clear(l.Identity, l.Rootfs); err != nil {
		return err
	}
	if err := os.MkdirAll(e.folder.run(), 0o700); err != nil {
		return err
	}
	for _, folder := range []string{e.folder.state(), e.folder.registryData()} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	if err := saveIPForward(e.folder.ipForward()); err != nil {
		return err
	}
	content, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(e.folder.launch(), content, 0o600); err != nil {
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
	log, err := os.Create(e.folder.log("supervisor"))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command("/proc/self/exe", SuperviseArgument, string(e.folder))
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"}
	cmd.Dir = "/"
	// The lock lives as long as any copy of the descriptor.
	cmd.ExtraFiles = []*os.File{lock}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("supervisor: %w; root with the right to make namespaces is needed", err)
	}
	if err := os.WriteFile(e.folder.pid(), []byte(strconv.Itoa(cmd.Process.Pid)), 0o600); err != nil {
		return err
	}
	return cmd.Process.Release()
}

// Supervise is the supervisor's main function.
func Supervise(folder string) error {
	e := &Engine{folder: Folder(folder)}
	l, err := e.launched()
	if err != nil {
		return err
	}
	if err := enterRootfs(l); err != nil {
		return err
	}
	return runServices(l)
}

// runServices runs registry and engine until one of them ends or a signal
// asks to stop.
func runServices(l launch) error {
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
		exec.Command(rootRegistry, "/etc/registry.yml"),
		exec.Command(rootEngine,
			"--config", "/etc/dagger/engine.toml",
			"--addr", "unix://"+filepath.Join(rootRun, "engine.sock"),
			"--network-name", l.Identity.Network,
			"--network-cidr", l.Identity.Range),
	}
	pids := map[int]string{}
	for i, name := range []string{"registry", "engine"} {
		log, err := os.Create(filepath.Join(rootRun, name+".log"))
		if err != nil {
			return err
		}
		services[i].Env = environment
		services[i].Stdout, services[i].Stderr = log, log
		if err := services[i].Start(); err != nil {
			return err
		}
		log.Close()
		pids[services[i].Process.Pid] = name
	}
	return superviseUntilStop(pids)
}

// lastLog gives the engine's last words for an error.
func (e *Engine) lastLog() string {
	for _, name := range []string{"engine", "supervisor", "registry"} {
		content, err := os.ReadFile(e.folder.log(name))
		lines := strings.Split(strings.TrimSpace(string(content)), "\n")
		if last := lines[len(lines)-1]; err == nil && last != "" {
			return last
		}
	}
	return "(its logs are empty)"
}
