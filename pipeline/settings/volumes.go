package settings

import (
	"errors"
	"fmt"
	"path"
	"strings"
)

// The values of volume-mode.
const (
	VolumesOwned      = "owned"      // the folders in the image are the user's
	VolumesEntrypoint = "entrypoint" // the image starts as root and gives them to the user
	VolumesRoot       = "root"       // the app runs as root
	VolumesNone       = "none"       // the folders are below the user's home, and no volume is needed
)

var volumeModes = []string{VolumesOwned, VolumesEntrypoint, VolumesRoot, VolumesNone}

// HomePrefix begins a volume that is below the user's home.
const HomePrefix = "~/"

// VolumePath returns the absolute path of a volume.
func VolumePath(volume, home string) string {
	if below, ok := strings.CutPrefix(volume, HomePrefix); ok {
		return path.Join(home, below)
	}
	return path.Clean(volume)
}

// CheckVolumes checks volumes and their mode that do not come from the table.
func CheckVolumes(volumes []string, mode string) error {
	for _, volume := range volumes {
		if err := volumeFolder(volume); err != nil {
			return fmt.Errorf("%q %w", volume, err)
		}
	}
	if err := oneOf(volumeModes...)(mode); err != nil {
		return fmt.Errorf("%q %w", mode, err)
	}
	return nil
}

// volumeFolder accepts folders for data: absolute ones that do not belong to the
// system, and folders below the user's home.
func volumeFolder(value string) error {
	if strings.ContainsAny(value, ":, ") {
		return errors.New("has a colon, a comma or a blank, which separate parts of a mount in container runtimes; choose another name")
	}
	if below, ok := strings.CutPrefix(value, HomePrefix); ok {
		switch clean := path.Clean(below); {
		case clean == ".":
			return errors.New("is the user's whole home; name a folder in it, such as \"~/data\"")
		case clean == ".." || strings.HasPrefix(clean, "../"):
			return errors.New("leads out of the user's home")
		}
		return plainPath(value)
	}
	if !path.IsAbs(value) {
		return fmt.Errorf("is neither absolute nor below the user's home; write %q or %q", "/data", "~/data")
	}
	return writableFolder(value)
}
