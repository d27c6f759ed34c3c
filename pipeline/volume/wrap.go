package volume

import (
	"errors"
	"fmt"
	"slices"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"
)

// An Image is what a wrapped image takes over from the original one.
type Image struct {
	Entrypoint, Args []string // its command
	Name             string   // of its user, as the image names it
	User             User     // the same by its numbers
}

// A Wrap is a change of an image that lets its user write volumes.
type Wrap struct {
	Paths      []string // of the volumes
	Mode       string   // settings.VolumesOwned, VolumesEntrypoint or VolumesRoot
	User       string   // with which the image starts, uid:gid
	Entrypoint []string // its new one; the arguments are kept
	Owner      User     // who runs the image's program, and owns the folders
}

// NewWrap returns how an image is wrapped for volumes. The owner is the image's user unless the caller names another.
func NewWrap(image Image, owner User, paths []string, mode string) (*Wrap, error) {
	if len(paths) == 0 {
		return nil, errors.New("paths: name at least one folder of the image's data")
	}
	if mode == settings.VolumesNone {
		return nil, errors.New(`mode "none" changes nothing in an image; let its program write below its user's home, or name another mode`)
	}
	if err := settings.CheckVolumes(paths, mode); err != nil {
		return nil, fmt.Errorf("volumes: %w", err)
	}
	w := &Wrap{Mode: mode, User: owner.String(), Owner: owner}
	for _, name := range paths {
		w.Paths = append(w.Paths, settings.VolumePath(name, owner.Home))
	}
	give := ""
	switch {
	case mode == settings.VolumesRoot:
		w.User = plan.Root
	case owner.UID == 0:
		return nil, fmt.Errorf("the image runs as root (its user is %q), which may write every volume; name the user that is to run it by the argument user, or choose the mode root", image.Name)
	case mode == settings.VolumesEntrypoint:
		w.User, give = plan.Root, owner.String()
	}
	w.Entrypoint = slices.Concat(plan.VolumeEntrypoint(w.Paths, give), image.Entrypoint)
	return w, nil
}

// Changes says in sentences what differs from the original image.
func (w *Wrap) Changes(original Image) []string {
	var changes []string
	for _, folder := range w.Paths {
		changes = append(changes, fmt.Sprintf("%s is a folder of user %d and group 0, mode 2775", folder, w.Owner.UID))
	}
	changes = append(changes, fmt.Sprintf("the entrypoint is %s; it was %s", quoted(w.Entrypoint), quoted(original.Entrypoint)))
	if original.Name != w.User {
		changes = append(changes, fmt.Sprintf("the image starts as user %s; it was %q", w.User, original.Name))
	}
	switch w.Mode {
	case settings.VolumesEntrypoint:
		changes = append(changes, fmt.Sprintf("its program runs as user %s, without any privilege", w.Owner))
	case settings.VolumesRoot:
		changes = append(changes, "its program runs as root: who breaks into it owns the container and can change the volumes")
	}
	return changes
}

func quoted(command []string) string {
	if len(command) == 0 {
		return "empty"
	}
	return fmt.Sprintf("%q", command)
}
