package debian

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"python-pipeline/ci/engine/embedded/interruptible"
	"python-pipeline/ci/engine/embedded/proxies"
)

// A Rootfs says what a root file system holds. Scripts are for sh -e; $1 is the
// new root, and programs in it are run by `chroot "$1" …`. In JSON, by which
// stand-ins are told apart, only what is set shows.
type Rootfs struct {
	// Packages are installed on top of the essential ones and apt.
	Packages []string
	// Bare leaves the essential packages and apt out. Packages are then only
	// unpacked: no script of theirs runs, and those they need have to be named.
	Bare bool `json:",omitempty"`
	// Exclude lists path patterns that dpkg never unpacks, now and when a
	// package is upgraded later. No dpkg reads them when Bare.
	Exclude []string
	// Prepare is a script that runs before Packages are installed, when the
	// essential ones are there; it does not run when Bare.
	Prepare string `json:",omitempty"`
	// Programs is a folder of the host whose files go to /usr/local/bin.
	Programs string `json:",omitempty"`
	// Customize is a script that runs at the end.
	Customize string
}

// unread are the files that only people read: a third of the size.
var unread = []string{"/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*", "/usr/share/info/*"}

// copyright files are the packages' licences and stay.
const copyright = "/usr/share/doc/*/copyright"

// removeUnread deletes the unread files of the essential packages, which are
// unpacked before dpkg reads what to exclude.
const removeUnread = `
rm -rf "$1"/usr/share/man/* "$1"/usr/share/locale/* "$1"/usr/share/info/*
find "$1/usr/share/doc" ! -type d ! -name copyright -delete
`

// excludeUnread tells the new system's dpkg what not to unpack.
func excludeUnread(patterns []string) string {
	var script strings.Builder
	script.WriteString("mkdir -p \"$1/etc/dpkg/dpkg.cfg.d\"\ncat > \"$1/etc/dpkg/dpkg.cfg.d/excludes\" <<'END'\n")
	for _, pattern := range patterns {
		fmt.Fprintf(&script, "path-exclude=%s\n", pattern)
	}
	fmt.Fprintf(&script, "path-include=%s\nEND\n", copyright)
	return script.String()
}

// copyPrograms takes the folder from a variable, so that no path needs quoting.
const copyPrograms = `
install -D --mode=0755 --target-directory="$1/usr/local/bin" "$PROGRAMS"/*
`

// A stage is one of those at which mmdebstrap runs a script.
type stage struct{ name, script string }

func (fs Rootfs) stages() []stage {
	finish := removeUnread + fs.Customize
	if fs.Programs != "" {
		finish = copyPrograms + finish
	}
	if fs.Bare {
		return []stage{{"extract", finish}}
	}
	return []stage{
		{"setup", excludeUnread(append(unread[:len(unread):len(unread)], fs.Exclude...))},
		{"essential", fs.Prepare},
		{"customize", finish},
	}
}

func (fs Rootfs) variant() string {
	if fs.Bare {
		return "extract"
	}
	return "minbase"
}

// Bootstrap writes the root file system as a tar file. The file appears under
// its name only when it is complete.
func (a *Archive) Bootstrap(ctx context.Context, fs Rootfs, target string) error {
	work, err := os.MkdirTemp(filepath.Join(a.folder, "tmp"), "bootstrap-*")
	if err != nil {
		return err
	}
	// When a run is interrupted, too, mmdebstrap has ended by then.
	defer os.RemoveAll(work)
	args := []string{a.mmdebstrap(), "--quiet", "--mode=root", "--variant=" + fs.variant(), "--format=tar"}
	for _, stage := range fs.stages() {
		file := filepath.Join(work, stage.name)
		if err := os.WriteFile(file, []byte("#!/bin/sh -e\n"+stage.script), 0o755); err != nil {
			return err
		}
		args = append(args, "--"+stage.name+"-hook="+file)
	}
	if len(fs.Packages) > 0 {
		args = append(args, "--include="+strings.Join(fs.Packages, ","))
	}
	partial := filepath.Join(work, "root.tar")
	cmd := exec.CommandContext(ctx, "perl", append(append(args, a.Suite, partial), a.sources...)...)
	// Variables of the host, such as pip's, must not reach the programs that
	// run in the new system.
	cmd.Env = append(hostEnvironment(), "TMPDIR="+work, "SOURCE_DATE_EPOCH="+today(), "PROGRAMS="+fs.Programs)
	if _, err := interruptible.Output(cmd); err != nil {
		return fmt.Errorf("%s: mmdebstrap: %w", filepath.Base(target), err)
	}
	return os.Rename(partial, target)
}

// today is the time that files made during a bootstrap get: two bootstraps of
// the same packages on one day are equal.
func today() string {
	return strconv.FormatInt(time.Now().UTC().Truncate(24*time.Hour).Unix(), 10)
}

// hostEnvironment keeps of the host's variables those that downloads need.
func hostEnvironment() []string {
	environment := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8"}
	return append(environment, proxies.Environment()...)
}

// Unpack extracts a tar file written by Bootstrap into a folder, in place of
// what was there; it appears under its name only when it is complete.
func Unpack(ctx context.Context, archive, folder string) error {
	partial := folder + ".partial"
	for _, old := range []string{partial, folder} {
		if err := os.RemoveAll(old); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(partial, 0o755); err != nil {
		return err
	}
	if _, err := interruptible.Output(exec.CommandContext(ctx, "tar", "--extract", "--numeric-owner", "--file", archive, "--directory", partial)); err != nil {
		return fmt.Errorf("tar: %w", err)
	}
	return os.Rename(partial, folder)
}
