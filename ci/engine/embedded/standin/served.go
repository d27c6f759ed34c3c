package standin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// served compares the digest that the registry has for a stand-in's tag with the
// one that was pushed. It reads the registry's files, since that is possible
// before the registry runs; nobody but their owner can write them.
func served(data string, image Image, want string) error {
	repository, tag, _ := strings.Cut(mirrored(image.Reference), ":")
	content, err := os.ReadFile(tagFile(data, repository, tag))
	switch got := strings.TrimSpace(string(content)); {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("the engine's registry does not have it any more")
	case err != nil:
		return err
	case got != want:
		return fmt.Errorf("the engine's registry has another image (%s) than the one that was put there (%s)", got, want)
	}
	return nil
}

// tagFile is where distribution keeps the digest of a tag.
func tagFile(data, repository, tag string) string {
	return filepath.Join(data, "docker", "registry", "v2", "repositories", filepath.FromSlash(repository), "_manifests", "tags", tag, "current", "link")
}
