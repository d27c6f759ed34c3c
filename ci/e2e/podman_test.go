//go:build linux

package e2e

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"python-pipeline/ci/engine/embedded/debian"
)

// podmanRoot is Debian's podman with what it calls.
var podmanRoot = debian.Rootfs{
	Packages: []string{"conmon", "containernetworking-plugins", "podman", "runc"},
	// crun, which podman would take first, refuses hosts that mount both
	// versions of control groups. Limits above these need a capability that
	// root may lack in a container or a small virtual machine.
	Customize: `cat > "$1/etc/containers/containers.conf" <<'END'
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
log_driver = "k8s-file"
netns = "none"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
runtime = "runc"
END
mkdir -p "$1/var/lib/containers"
`,
}

// podmanEnvironment has nothing of the tests' own.
var podmanEnvironment = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"}

// podmanProcess1 is process 1 of the namespaces in which podman runs; podman's
// folder, its root file system, a folder for images and containers, and the
// control group of all containers are its arguments. The host sees none of the
// mounts. It ends when its standard input does, which is when the tests end,
// however they end; all other processes and the mounts go with it. A chroot
// would not do: who joins a container's namespaces gets the root of the mount
// namespace.
const podmanProcess1 = `set -e
root=$2 storage=$3 group=$4
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
for folder in dev/shm run tmp; do mount -t tmpfs tmpfs "$root/$folder"; done
mount --bind "$1" "$root/srv"
cd "$root"
pivot_root . mnt
cd /
umount --lazy /mnt
mount --bind "/srv/$storage" /var/lib/containers
echo ready
cat
set +e
podman rm --all --force --time 0 >/dev/null 2>&1 # nobody may be left to read it
umount --recursive --lazy /var/lib/containers
rm -rf "/srv/$storage"
for top in "/sys/fs/cgroup/$group" /sys/fs/cgroup/*/"$group"; do
	# The last container's monitor may need a moment to leave.
	for _ in $(seq 50); do
		[ -d "$top" ] || break
		find "$top" -depth -type d -exec rmdir {} + 2>/dev/null && break
		sleep 0.1
	done
done
true
`

// A podmanMachine is a running process 1 and the control group that containers
// get.
type podmanMachine struct {
	process1 *exec.Cmd
	group    string
}

// stopPodman ends podman's process 1, if a test started it.
var stopPodman = func() error { return nil }

// startPodman makes podman's root file system, once for all runs on a machine,
// and starts process 1 on it, once for all tests of a run.
var startPodman = sync.OnceValues(func() (*podmanMachine, error) {
	status, err := firstEngine()
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(status["cache folder"], "podman")
	root, err := unpackPodman(folder)
	if err != nil {
		return nil, err
	}
	storage, err := os.MkdirTemp(folder, "storage-*")
	if err != nil {
		return nil, err
	}
	m := &podmanMachine{group: "python-pipeline-" + thisRun}
	m.process1 = exec.Command("sh", "-c", podmanProcess1, "podman", folder, root, filepath.Base(storage), m.group)
	m.process1.Env = podmanEnvironment
	// A terminal's Ctrl-C is for the tests; what they started follows them.
	m.process1.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID}
	var stderr bytes.Buffer
	m.process1.Stderr = &stderr
	input, err := m.process1.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := m.process1.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := m.process1.Start(); err != nil {
		return nil, err
	}
	stopPodman = sync.OnceValue(func() error {
		if err := errors.Join(input.Close(), m.process1.Wait()); err != nil {
			return fmt.Errorf("podman: %w: %s", err, &stderr)
		}
		return nil
	})
	if _, err := output.Read(make([]byte, len("ready\n"))); err != nil {
		return nil, errors.Join(err, stopPodman())
	}
	return m, nil
})

// unpackPodman gives podman's root file system below a folder. Another run of
// the tests that needs it too waits.
func unpackPodman(folder string) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	lock, err := os.Create(filepath.Join(folder, "lock"))
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	root := filepath.Join(folder, fmt.Sprintf("root-%x", sha256.Sum256(fmt.Append(nil, podmanRoot)))[:17])
	if _, err := os.Stat(root); err == nil {
		return root, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	// The engine's own folder for packages is the engine's to lock.
	packages := filepath.Join(folder, "debian")
	if err := os.MkdirAll(packages, 0o700); err != nil {
		return "", err
	}
	defer os.RemoveAll(packages)
	archive, err := debian.Open(ctx, packages)
	if err != nil {
		return "", err
	}
	file := filepath.Join(packages, "root.tar")
	if err := archive.Bootstrap(ctx, podmanRoot, file); err != nil {
		return "", err
	}
	return root, debian.Unpack(ctx, file, root)
}
