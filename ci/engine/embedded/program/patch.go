package program

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"python-pipeline/ci/engine/embedded/interruptible"
)

// A patch corrects one package of a module that a set is built from, in a copy of
// the module: a line is inserted into one of the package's files, and a file of
// ours may be added.
type patch struct {
	// module is the path of the module, and folder the package's in it.
	module, folder string
	// without is a folder of the module that no program needs.
	without string
	// added is the file of ours, in the folder "patched" of the set; "" for none.
	added string
	// file is the package's own, which gets insert before its only line that is
	// equal to before.
	file, before, insert string
}

// importedLayers makes the engine push the layers of a base image as they were
// pulled, after a restart too. It can go with the first version that keeps on
// disk which blob a snapshot came from.
var importedLayers = patch{
	module:  "github.com/dagger/dagger",
	folder:  "engine/snapshots",
	without: "docs",
	added:   "imported_blob.go",
	file:    "manager.go",
	before:  `	if err := md.queueDescription("rehydrated persisted snapshot"); err != nil {`,
	insert:  `	if err := cm.restoreImportedBlobLocked(ctx, md, snapshotID); err != nil { return err }`,
}

// repeatedUpload lets the engine send a manifest again when the registry asks for
// a login only then, as one does that everybody may read. It can go with the first
// version of containerd whose readers of local content can be rewound.
var repeatedUpload = patch{
	module: "github.com/containerd/containerd/v2",
	folder: "plugins/content/local",
	file:   "readerat.go",
	before: `	return io.LimitReader(ra.fp, ra.size)`,
	insert: `	return io.NewSectionReader(ra, 0, ra.size)`,
}

// apply makes the module in source require a patched copy. The Go command checks
// the original against its sum first.
func (p patch) apply(ctx context.Context, source string) error {
	output, err := goCommand(ctx, source, "mod", "download", "-json", p.module)
	if err != nil {
		return err
	}
	var original struct{ Dir string }
	if err := json.Unmarshal([]byte(output), &original); err != nil {
		return fmt.Errorf("go mod download %s: %w", p.module, err)
	}
	copied, err := os.MkdirTemp(source, "patched-*")
	if err != nil {
		return err
	}
	if err := copyTree(original.Dir, copied, p.without); err != nil {
		return err
	}
	if err := p.change(filepath.Join(copied, p.folder), filepath.Join(source, "patched", p.added)); err != nil {
		return err
	}
	_, err = goCommand(ctx, source, "mod", "edit", "-replace="+p.module+"="+copied)
	return err
}

// change patches the package in a folder.
func (p patch) change(folder, added string) error {
	path := filepath.Join(folder, p.file)
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if strings.Count(string(content), p.before+"\n") != 1 {
		return errors.New(p.file + ": it is not the version that the change was made for")
	}
	patched := strings.Replace(string(content), p.before, p.insert+"\n"+p.before, 1)
	if err := os.WriteFile(path, []byte(patched), 0o644); err != nil {
		return err
	}
	if p.added == "" {
		return nil
	}
	return copyFile(added, filepath.Join(folder, p.added))
}

// copyTree copies a folder but for one of its own folders.
func copyTree(source, target, without string) error {
	entries, err := os.ReadDir(source)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		from, to := filepath.Join(source, entry.Name()), filepath.Join(target, entry.Name())
		switch {
		case entry.Name() == without:
		case entry.IsDir():
			err = os.CopyFS(to, os.DirFS(from))
		default:
			err = copyFile(from, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func copyFile(source, target string) error {
	content, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	return os.WriteFile(target, content, 0o644)
}

// goCommand runs a subcommand of the Go command on the module in a folder.
func goCommand(ctx context.Context, folder string, arguments ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", arguments...)
	cmd.Dir, cmd.Env = folder, buildEnvironment()
	output, err := interruptible.Output(cmd)
	if err != nil {
		err = fmt.Errorf("go %s: %w", strings.Join(arguments, " "), err)
	}
	return output, err
}
