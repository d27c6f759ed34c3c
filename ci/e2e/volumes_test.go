//go:build linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"python-pipeline/ci/poll"
)

// A keeper is the image of the app of testdata/keeper, which writes in its folder
// of data, built in one of the volume modes.
type keeper struct{ mode, image, data string }

// keepers builds the app in each mode.
func keepers(t *testing.T) []keeper {
	t.Helper()
	all := []keeper{{mode: "none"}, {mode: "owned"}, {mode: "entrypoint"}, {mode: "root"}}
	var folders []string
	for i, k := range all {
		name := named("keeper-" + k.mode)
		all[i].data = "/data"
		if k.mode == "none" {
			all[i].data = "/home/" + name + "/data"
		}
		folders = append(folders, copyApp(t, "keeper-"+k.mode, filepath.Join("testdata", "keeper"),
			write("pyproject.toml", fmt.Sprintf("[tool.python-pipeline]\nvolumes = [%[1]q]\nvolume-mode = %[2]q\nenv = { DATA = %[1]q }\n", all[i].data, k.mode))))
	}
	r := ci(t, nil, folders...).mustPass(t)
	for i, k := range all {
		all[i].image = published(r.app(t, "keeper-"+k.mode))
	}
	if !strings.Contains(r.output, "the app runs as root") {
		t.Errorf("nothing is said of the app that runs as root:\n%s", r.output)
	}
	return all
}

// A mount is what is mounted on the folder of data, and how the container is
// started. writes has the modes in which the app can write; in the others the
// container ends with a message.
type mount struct {
	name   string
	flags  func(t *testing.T, k keeper) []string
	writes string
	user   string                        // of the app, unless it is the mode's
	says   string                        // a part of the message
	after  func(t *testing.T, c running) // looks at the container that writes
}

var mounts = []mount{
	{name: "empty named volume", writes: "none owned entrypoint root",
		flags: func(t *testing.T, k keeper) []string { return []string{"--volume=" + namedVolume(t) + ":" + k.data} }},
	{name: "root-owned bind mount", writes: "entrypoint root", says: "owner 0, group 0, mode 0755",
		flags: func(t *testing.T, k keeper) []string { return []string{"--volume=" + newHost(t).podman + ":" + k.data} }},
	{name: "volume with foreign files", writes: "entrypoint root", says: "owner 4242",
		flags: func(t *testing.T, k keeper) []string {
			h := newHost(t)
			h.file(t, "foreign", 4242)
			h.own(t, ".", 4242)
			return []string{"--volume=" + h.podman + ":" + k.data}
		},
		after: func(t *testing.T, c running) {
			if mode := c.env(t, "MODE"); mode == "entrypoint" {
				c.mustOwn(t, "10001", "foreign")
			}
		}},
	{name: "volume with a link to /etc", writes: "entrypoint root", says: "owner 0",
		flags: func(t *testing.T, k keeper) []string {
			h := newHost(t)
			if err := os.Symlink("/etc", filepath.Join(h.folder, "link")); err != nil {
				t.Fatal(err)
			}
			return []string{"--volume=" + h.podman + ":" + k.data}
		},
		after: func(t *testing.T, c running) { c.mustOwn(t, "0", "/etc", "/etc/passwd") }},
	{name: "nested mount", writes: "none owned entrypoint root",
		flags: func(t *testing.T, k keeper) []string {
			h := newHost(t)
			h.file(t, "inside", 0)
			return []string{"--volume=" + namedVolume(t) + ":" + k.data, "--volume=" + h.podman + ":" + k.data + "/nested"}
		},
		after: func(t *testing.T, c running) { c.mustOwn(t, "0", "nested", "nested/inside") }},
	{name: "read-only mount", says: "Mount it without read-only",
		flags: func(t *testing.T, k keeper) []string {
			return []string{"--volume=" + newHost(t).podman + ":" + k.data + ":ro"}
		}},
	{name: "a user of the platform's choice", writes: "none owned entrypoint root", user: "12345",
		flags: func(t *testing.T, k keeper) []string {
			return []string{"--volume=" + namedVolume(t) + ":" + k.data, "--user=12345:0"}
		}},
	{name: "read-only root", writes: "none owned entrypoint root",
		flags: func(t *testing.T, k keeper) []string {
			return []string{"--volume=" + namedVolume(t) + ":" + k.data, "--read-only"}
		}},
	{name: "read-only root without a volume", says: "no mount: the image's own file system, read-only",
		flags: func(t *testing.T, k keeper) []string { return []string{"--read-only"} }},
	{name: "no capabilities", writes: "none owned root", says: "--cap-add CHOWN --cap-add DAC_READ_SEARCH",
		flags: func(t *testing.T, k keeper) []string {
			flags := []string{"--cap-drop=ALL"}
			if k.mode == "root" { // it is the owner then
				return append(flags, "--volume="+newHost(t).podman+":"+k.data)
			}
			return append(flags, "--volume="+namedVolume(t)+":"+k.data)
		}},
	{name: "no new privileges", writes: "none owned entrypoint root",
		flags: func(t *testing.T, k keeper) []string {
			return []string{"--volume=" + namedVolume(t) + ":" + k.data, "--security-opt=no-new-privileges"}
		}},
	{name: "user namespace", writes: "none owned entrypoint root",
		flags: func(t *testing.T, k keeper) []string {
			return []string{"--volume=" + namedVolume(t) + ":" + k.data, "--uidmap=0:200000:65536", "--gidmap=0:200000:65536"}
		}},
}

// However a folder of data is mounted, the app writes there, as itself and as
// process 1, or the container ends at once and says why and what to do.
func TestVolumes(t *testing.T) {
	t.Parallel()
	for _, k := range keepers(t) {
		for _, m := range mounts {
			t.Run(k.mode+"/"+m.name, func(t *testing.T) {
				t.Parallel()
				flags := append(m.flags(t, k), "--env=MODE="+k.mode)
				if strings.Contains(" "+m.writes+" ", " "+k.mode+" ") {
					m.mustWrite(t, k, flags)
				} else {
					m.mustSay(t, k, flags)
				}
			})
		}
	}
}

// mustWrite starts the app and looks at who it is, what it wrote, and how it stops.
func (m mount) mustWrite(t *testing.T, k keeper, flags []string) {
	t.Helper()
	user := m.user
	if user == "" {
		user = map[bool]string{true: "0", false: "10001"}[k.mode == "root"]
	}
	c := start(t, k.image, flags)
	want := fmt.Sprintf("process 1 of user %s wrote a file of user %s", user, user)
	_, _ = poll.Until(t.Context(), 100*time.Millisecond, 30*time.Second, func() (bool, error) { return strings.Contains(c.logs(t), "process "), nil })
	if got := c.logs(t); !strings.Contains(got, want) {
		t.Errorf("it said %q, want %q", got, want)
	}
	stdout, _, _ := c.exec(t, "cat", "/proc/1/comm")
	if stdout != "python\n" {
		t.Errorf("process 1 is %s", stdout)
	}
	if m.after != nil {
		m.after(t, c)
	}
	if status := c.stop(t); status != 0 {
		t.Errorf("SIGTERM ended it with status %d", status)
	}
}

// mustSay starts the app and looks at the message with which it ends.
func (m mount) mustSay(t *testing.T, k keeper, flags []string) {
	t.Helper()
	_, stderr, status := run(t, k.image, flags)
	if status != 78 || !strings.Contains(stderr, "volume-entrypoint: ") || !strings.Contains(stderr, m.says) || !strings.Contains(stderr, "Kubernetes:") {
		t.Errorf("status %d, want 78; it said, without %q:\n%s", status, m.says, stderr)
	}
}

// mustOwn looks at the owner of files in the container, below its folder of data
// unless they are absolute.
func (c running) mustOwn(t *testing.T, owner string, files ...string) {
	t.Helper()
	for _, file := range files {
		if !filepath.IsAbs(file) {
			file = filepath.Join(c.env(t, "DATA"), file)
		}
		if stdout, stderr, _ := c.exec(t, "stat", "--format=%u", file); strings.TrimSpace(stdout) != owner {
			t.Errorf("%s: owner %q, want %s; %s", file, stdout, owner, stderr)
		}
	}
}

// env is a variable of the container.
func (c running) env(t *testing.T, name string) string {
	t.Helper()
	stdout, _, _ := c.exec(t, "printenv", name)
	return strings.TrimSpace(stdout)
}

// A host is a folder of the machine, as it is mounted into containers.
type host struct {
	folder string // its path for this process
	podman string // its path for podman, which has mounts of its own
}

func newHost(t *testing.T) host {
	t.Helper()
	if _, err := startPodman(); err != nil {
		t.Fatal(err)
	}
	status, err := firstEngine()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp(filepath.Join(status["cache folder"], "podman"), "mount-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return host{folder, filepath.Join("/srv", filepath.Base(folder))}
}

// file makes a file that only its owner may write.
func (h host) file(t *testing.T, name string, owner int) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(h.folder, name), []byte("theirs\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.own(t, name, owner)
}

func (h host) own(t *testing.T, name string, owner int) {
	t.Helper()
	if err := os.Lchown(filepath.Join(h.folder, name), owner, owner); err != nil {
		t.Fatal(err)
	}
}

// namedVolume returns a new volume of podman, which is removed when the test ends.
func namedVolume(t *testing.T) string {
	t.Helper()
	name, stderr, status := podman(t, "volume", "create")
	if status != 0 {
		t.Fatal(stderr)
	}
	name = strings.TrimSpace(name)
	t.Cleanup(func() { podman(t, "volume", "rm", "--force", name) })
	return name
}

// The volumes of an app that runs by `up` are cache volumes of the engine: what the
// app writes there is there when it is started again.
func TestUpKeepsVolumes(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"owned", "entrypoint"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			folder := copyApp(t, "counter-"+mode, filepath.Join("testdata", "counter"), write("pyproject.toml",
				fmt.Sprintf("[tool.python-pipeline]\nvolumes = [\"/data\"]\nvolume-mode = %q\nport = 8000\nsmoke = { path = \"/\" }\n", mode)))
			name := named("counter-" + mode)
			for _, want := range []string{"1 by 10001", "2 by 10001"} {
				b := inBackground(t, program, []string{"PIPELINE_DIST=" + t.TempDir()}, "up", folder)
				app := b.waitFor(t, `^`+name+` +(http://localhost:\d+)$`)
				if got := request(t, app, ""); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
				b.waitFor(t, "what was written is gone then, but for ("+name+" /data), which the engine keeps")
				b.interrupt(t)
			}
		})
	}
}
