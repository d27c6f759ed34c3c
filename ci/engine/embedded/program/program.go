// Package program builds the Go programs that the embedded engine consists
// of, from modules of the Go module proxy at versions that small go.mod files
// beside this file pin.
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

// EngineVersion is the version of the embedded engine and of its command line
// tool. dagger.json names the same one.
const EngineVersion = "v0.21.8"

// EngineCommit is the commit of EngineVersion's release. The engine's code
// generator names its Go SDK by it.
const EngineCommit = "56bb30426a8462af6f95cfdae6461d0cc796ff50"

// QueryBuilderVersion is the version of the query builder that the engine's Go
// SDK requires.
const QueryBuilderVersion = "v0.0.0-20260402040506-574a5e81cb59"

// MailHogVersion is the version of the mail server that stands in for its
// official image.
const MailHogVersion = "v1.0.1"

// TrivyVersion is the version of the scanner that stands in for its official
// image.
const TrivyVersion = "v0.72.0"

// A folder that has a go.mod cannot be embedded, so those files end in .in.
//
//go:embed _dagger _mailhog _registry _trivy
var sources embed.FS

// A Set is the programs of one Go module, built together.
type Set struct {
	// Title says what building the set does, for the line that shows it.
	Title string
	// Long says that building takes minutes. It is done at low priority, so that
	// what does not need the set goes on as if it were not built.
	Long bool

	name    string
	folder  string
	targets []string
	env     []string
	gcflags string
	ldflags string
	patches []patch
}

// Dagger holds the engine and what it starts: codegen, dagger, dnsname,
// engine and init.
var Dagger = Set{
	Title:   "engine: compile Dagger " + EngineVersion,
	name:    "dagger-" + EngineVersion,
	folder:  "_dagger",
	targets: []string{"tool"},
	patches: []patch{importedLayers, repeatedUpload},
	// Debug information, which the linker would leave out, is a quarter of the
	// compile time.
	gcflags: "all=-dwarf=false",
	ldflags: "-s -w" +
		" -X github.com/dagger/dagger/engine.Version=" + EngineVersion +
		" -X github.com/dagger/dagger/engine.Tag=" + EngineVersion,
}

// Registry holds the registry program.
var Registry = Set{
	Title:   "registry: compile distribution",
	name:    "registry",
	folder:  "_registry",
	targets: []string{"."},
	ldflags: "-s -w",
}

// MailHog holds the mail server's program, MailHog.
var MailHog = Set{
	Title:   "mailhog: compile MailHog " + MailHogVersion,
	name:    "mailhog-" + MailHogVersion,
	folder:  "_mailhog",
	targets: []string{"tool"},
	ldflags: "-s -w -X main.version=" + strings.TrimPrefix(MailHogVersion, "v"),
}

// Trivy holds the scanner's program, trivy.
var Trivy = Set{
	Title:   "trivy: compile Trivy " + TrivyVersion,
	Long:    true,
	name:    "trivy-" + TrivyVersion,
	folder:  "_trivy",
	targets: []string{"tool"},
	env:     []string{"GOEXPERIMENT=jsonv2"},
	// It has 3000 packages, so compiling counts for more than its speed: without
	// debug information, which the linker would leave out, and without inlining
	// that takes 370 s of CPU time, not 610, and a scan 1.15 s, not 1.
	gcflags: "all=-l -dwarf=false",
	ldflags: "-s -w -X github.com/aquasecurity/trivy/pkg/version/app.ver=" + strings.TrimPrefix(TrivyVersion, "v"),
}

// Key names the set's content: its sources, flags and the Go that builds it.
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

// Build compiles the set into folder; a set that is there already is not built
// again. The folder appears only when every program is in it.
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
	// The folder of temporary files may be small: the cache folder has room, or
	// nothing works anyway.
	cmd.Env = append(cmd.Env, "GOTMPDIR="+scratch)
	if _, err := interruptible.Output(cmd); err != nil {
		return fmt.Errorf("%s: go build: %w", s.name, err)
	}
	return os.Rename(bin, folder)
}

// command compiles the module in source into bin.
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

// buildEnvironment is that of the Go command: what a user has set for other
// modules does not count.
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
