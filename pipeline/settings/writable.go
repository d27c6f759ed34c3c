package settings

import (
	"errors"
	"path"
	"strings"

	"dagger/python-pipeline/folders"
)

// writableFolder accepts folders of the app, and of the image where the system
// has nothing.
func writableFolder(value string) error {
	if !path.IsAbs(value) {
		if value != "" && path.Clean(value) == "." {
			return errors.New("is the app's own folder, whose code nobody may change; name a folder in it")
		}
		return relativePath(value)
	}
	switch {
	case strings.Contains(value, `\`):
		return errors.New("has a backslash; separate folders by /")
	case strings.ContainsAny(value, "\n\x00"):
		return errors.New("is no path")
	case path.Clean(value) == "/app":
		return errors.New("is the app's own folder, whose code nobody may change; name a folder in it")
	}
	return folders.Check(value)
}
