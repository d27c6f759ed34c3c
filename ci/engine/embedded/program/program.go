// Package program builds the Go programs of the embedded engine from modules of the Go module proxy, at versions that
// small go.mod files beside this file pin.
package program

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"python-pipeline/ci/engine/embedded/interruptible"
)

// A folder with a go.mod file cannot be embedded, so those files end in .in.
//
//go:embed _dagger _mailhog _registry _trivy
var sources embed.FS

// A Set is the programs of one Go module, built together.
type Set struct {
	// Title describes the build for the line that shows its progress.
	Title string
	// Long means that the build takes minutes. It runs at low priority, so that
	// it does not slow down the rest of the run.
	Long bool

	name, folder     string
	targets, env     []string
	gcflags, ldflags string
	patches          []patch
}

// Key identifies the set's content: its sources, flags and the Go version that builds it.
func (s Set) Key(goVersion string) string {
	hash := sha256.New()
	fmt.Fprintln(hash, s.targets, s.ldflags, goVersion)
	if s.gcflags != "" || len(s.env) > 0 {
		fmt.Fprintln(hash, s.gcflags, s.env)
	}
	if len(s.patches) > 0 {
		fmt.Fprintln(hash, s.patches)
	}
	err := fs.WalkDir(sources, s.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := sources.ReadFile(path)
		fmt.Fprintf(hash, "%s %x\n", path, sha256.Sum256(content))
		return err
	})
	if err != nil {
		panic(err) // the embedded file system cannot fail
	}
	return s.name + "-" + hex.EncodeToString(hash.Sum(nil))[:12]
}

// Build compiles the set into folder, unless the folder exists. The folder gets
// its name only when every program is in it.
func (s Set) Build(ctx context.Context, folder string) error {
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	work, err := os.MkdirTemp(filepath.Dir(folder), "."+s.name+"-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	source, bin, scratch := filepath.Join(work, "src"), filepath.Join(work, "bin"), filepath.Join(work, "tmp")
	if err := s.writeSources(source); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	if err := os.Mkdir(scratch, 0o700); err != nil {
		return err
	}
	for _, p := range s.patches {
		if err := p.apply(ctx, source); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	cmd := s.command(ctx, source, bin)
	// The system's temporary folder may be too small. The cache folder has to have enough space anyway.
	cmd.Env = append(cmd.Env, "GOTMPDIR="+scratch)
	if _, err := interruptible.Output(cmd); err != nil {
		return fmt.Errorf("%s: go build: %w", s.name, err)
	}
	return os.Rename(bin, folder)
}

func (s Set) command(ctx context.Context, source, bin string) *exec.Cmd {
	args := []string{"go", "build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", s.ldflags}
	if s.gcflags != "" {
		args = append(args, "-gcflags", s.gcflags)
	}
	args = append(append(args, "-o", bin+string(filepath.Separator)), s.targets...)
	if s.Long {
		args = append(lowPriority, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = source
	cmd.Env = append(buildEnvironment(), s.env...)
	return cmd
}

// buildEnvironment is the environment of the Go command. It overrides settings that the user made for other modules.
func buildEnvironment() []string {
	return append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOOS=linux", "GO111MODULE=on")
}

func (s Set) writeSources(target string) error {
	return fs.WalkDir(sources, s.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(s.folder, path)
		if err != nil {
			return err
		}
		name := filepath.Join(target, strings.TrimSuffix(relative, ".in"))
		if entry.IsDir() {
			return os.MkdirAll(name, 0o755)
		}
		content, err := sources.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(name, content, 0o644)
	})
}
