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

// A patch changes one package in a copy of a module: it inserts a line into a
// file of the package, and may add a file of its own.
type patch struct {
	// module is the module's path, and folder is the package's folder in it.
	module, folder string
	// without is a folder of the module that no program needs.
	without string
	// added is the file to add, from the set's folder "patched"; "" for none.
	added string
	// file is the package's file. insert is written before its only line that is equal to before.
	file, before, insert string
}

// importedLayers makes the engine push the layers of a base image as it pulled them, also after a restart. Remove it
// once the engine stores on disk from which blob a snapshot came.
var importedLayers = patch{
	module:  "github.com/dagger/dagger",
	folder:  "engine/snapshots",
	without: "docs",
	added:   "imported_blob.go",
	file:    "manager.go",
	before:  `	if err := md.queueDescription("rehydrated persisted snapshot"); err != nil {`,
	insert:  `	if err := cm.restoreImportedBlobLocked(ctx, md, snapshotID); err != nil { return err }`,
}

// repeatedUpload lets the engine send a manifest a second time, for registries that request a login only on writing.
// Remove it once containerd's readers of local content can be rewound.
var repeatedUpload = patch{
	module: "github.com/containerd/containerd/v2",
	folder: "plugins/content/local",
	file:   "readerat.go",
	before: `	return io.LimitReader(ra.fp, ra.size)`,
	insert: `	return io.NewSectionReader(ra, 0, ra.size)`,
}

// apply makes the module in source require a patched copy. The Go command verifies the original's checksum first.
func (p patch) apply(ctx context.Context, source string) error {
	output, err := goCommand(ctx, source, "mod", "download", "-json", p.module)
	if err != nil {
		return err
	}
	var original struct{ Dir string }
	if err := json.Unmarshal([]byte(output), &original); err != nil {
		return fmt.Errorf("go mod download %s: %w", p.module, err)
	}
	target, err := os.MkdirTemp(source, "patched-*")
	if err != nil {
		return err
	}
	if err := copyTree(original.Dir, target, p.without); err != nil {
		return err
	}
	if err := p.change(filepath.Join(target, p.folder), filepath.Join(source, "patched", p.added)); err != nil {
		return err
	}
	_, err = goCommand(ctx, source, "mod", "edit", "-replace="+p.module+"="+target)
	return err
}

// change patches the package in folder, with the file at the path added.
func (p patch) change(folder, added string) error {
	path := filepath.Join(folder, p.file)
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if strings.Count(string(content), p.before+"\n") != 1 {
		return errors.New(p.file + ": the patch was made for another version of the file")
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

// copyTree copies a folder except for one folder in it.
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

func goCommand(ctx context.Context, folder string, arguments ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", arguments...)
	cmd.Dir, cmd.Env = folder, buildEnvironment()
	output, err := interruptible.Output(cmd)
	if err != nil {
		err = fmt.Errorf("go %s: %w", strings.Join(arguments, " "), err)
	}
	return output, err
}
