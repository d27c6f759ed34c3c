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

// A Rootfs describes a root file system. Scripts are for sh -e; $1 is the new root, and programs in it are run by
// `chroot "$1" …`. The JSON of a Rootfs is part of a stand-in's key, so unset fields are left out.
type Rootfs struct {
	// Packages are installed on top of the essential ones and apt.
	Packages []string
	// Bare leaves out the essential packages and apt. Packages are then only unpacked: their scripts do not run, and
	// their dependencies have to be listed.
	Bare bool `json:",omitempty"`
	// Exclude lists path patterns that dpkg does not unpack, now or when a
	// package is upgraded later. It has no effect when Bare is set.
	Exclude []string
	// Prepare is a script that runs after the essential packages are installed
	// and before Packages. It does not run when Bare is set.
	Prepare string `json:",omitempty"`
	// Programs is a folder of the host whose files are copied to /usr/local/bin.
	Programs string `json:",omitempty"`
	// Customize is a script that runs at the end.
	Customize string
}

// docFiles match documentation and translations, which are a third of the size.
var docFiles = []string{"/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*", "/usr/share/info/*"}

// copyright matches the packages' licences, which are kept.
const copyright = "/usr/share/doc/*/copyright"

// removeDocFiles deletes the documentation of the essential packages, which are
// unpacked before dpkg's exclusions are configured.
const removeDocFiles = `
rm -rf "$1"/usr/share/man/* "$1"/usr/share/locale/* "$1"/usr/share/info/*
find "$1/usr/share/doc" ! -type d ! -name copyright -delete
`

// excludeFiles configures the new system's dpkg not to unpack files that match the patterns.
func excludeFiles(patterns []string) string {
	var script strings.Builder
	script.WriteString("mkdir -p \"$1/etc/dpkg/dpkg.cfg.d\"\ncat > \"$1/etc/dpkg/dpkg.cfg.d/excludes\" <<'END'\n")
	for _, pattern := range patterns {
		fmt.Fprintf(&script, "path-exclude=%s\n", pattern)
	}
	fmt.Fprintf(&script, "path-include=%s\nEND\n", copyright)
	return script.String()
}

// copyPrograms reads the folder from a variable, so that its path needs no quoting.
const copyPrograms = `
install -D --mode=0755 --target-directory="$1/usr/local/bin" "$PROGRAMS"/*
`

// A stage is a point at which mmdebstrap runs a script.
type stage struct{ name, script string }

func (r Rootfs) stages() []stage {
	finish := removeDocFiles + r.Customize
	if r.Programs != "" {
		finish = copyPrograms + finish
	}
	if r.Bare {
		return []stage{{"extract", finish}}
	}
	return []stage{
		{"setup", excludeFiles(append(docFiles[:len(docFiles):len(docFiles)], r.Exclude...))},
		{"essential", r.Prepare},
		{"customize", finish},
	}
}

func (r Rootfs) variant() string {
	if r.Bare {
		return "extract"
	}
	return "minbase"
}

// Bootstrap writes the root file system as a tar file. The file is renamed to target only when it is complete.
func (a *Archive) Bootstrap(ctx context.Context, r Rootfs, target string) error {
	work, err := os.MkdirTemp(a.unfinished(), "bootstrap-*")
	if err != nil {
		return err
	}
	// mmdebstrap has ended by then, also when the run is interrupted.
	defer os.RemoveAll(work)
	args := []string{a.mmdebstrap(), "--quiet", "--mode=root", "--variant=" + r.variant(), "--format=tar"}
	for _, stage := range r.stages() {
		file := filepath.Join(work, stage.name)
		if err := os.WriteFile(file, []byte("#!/bin/sh -e\n"+stage.script), 0o755); err != nil {
			return err
		}
		args = append(args, "--"+stage.name+"-hook="+file)
	}
	if a.Suite == "bookworm" && !r.Bare {
		args = append(args, "--hook-dir="+a.mergedUsr())
	}
	if len(r.Packages) > 0 {
		args = append(args, "--include="+strings.Join(r.Packages, ","))
	}
	partial := filepath.Join(work, "root.tar")
	args = append(args, a.Suite, partial)
	for _, source := range a.sources {
		args = append(args, source.line(a.options...))
	}
	cmd := exec.CommandContext(ctx, "perl", args...)
	// Variables of the host, such as pip's, must not reach the programs that run in the new system.
	cmd.Env = append(hostEnvironment(), "TMPDIR="+work, "SOURCE_DATE_EPOCH="+sourceDateEpoch(), "PROGRAMS="+r.Programs)
	if _, err := interruptible.Output(cmd); err != nil {
		return fmt.Errorf("%s: mmdebstrap: %w", filepath.Base(target), err)
	}
	return os.Rename(partial, target)
}

// sourceDateEpoch is the time of files made during a bootstrap: the start of
// the day, so that two bootstraps of the same packages on one day are equal.
func sourceDateEpoch() string {
	return strconv.FormatInt(time.Now().UTC().Truncate(24*time.Hour).Unix(), 10)
}

// hostEnvironment returns a minimal environment with the host's proxy variables, which downloads need.
func hostEnvironment() []string {
	environment := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8"}
	return append(environment, proxies.Environment()...)
}

// Unpack extracts a tar file written by Bootstrap into a folder, and replaces
// the folder if it exists. The folder gets its name only when it is complete.
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
