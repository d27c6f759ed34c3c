package plan

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
)

// VolumeOptions are the caller's volumes; without any, the app's own count.
type VolumeOptions struct {
	// Paths are like the key volumes.
	Paths []string
	// Mode is like the key volume-mode; "" for its default.
	Mode string
}

// decideVolumes decides which folders are for data, and how the user may write them.
func (r *reader) decideVolumes() error {
	paths, mode, from := r.settings.Volumes, r.settings.VolumeMode, key("volumes")
	if own := r.options.Volumes; len(own.Paths) > 0 {
		paths, mode, from = own.Paths, cmp.Or(own.Mode, settings.VolumesOwned), argument("volumes")
		if err := settings.CheckVolumes(paths, mode); err != nil {
			return fmt.Errorf("volumes: %w", err)
		}
	}
	if len(paths) == 0 {
		if r.keyOrDefault("volume-mode") != byDefault {
			r.warn("volume-mode has no effect without volumes; name the folders for data by volumes, or remove it")
		}
		return nil
	}
	r.plan.VolumeMode = mode
	for _, name := range paths {
		folder := settings.VolumePath(name, r.plan.Home)
		if folder == r.plan.Home {
			return fmt.Errorf("volumes: %q is the user's whole home; name a folder in it, such as %q", name, "~/data")
		}
		if mode == settings.VolumesNone && !strings.HasPrefix(folder, r.plan.Home+"/") {
			return fmt.Errorf("volumes: %q is not below the user's home, where the folders of volume-mode \"none\" are; write %q, or choose another mode",
				name, settings.HomePrefix+path.Base(folder))
		}
		r.plan.Volumes = append(r.plan.Volumes, folder)
	}
	slices.Sort(r.plan.Volumes)
	r.plan.Volumes = slices.Compact(r.plan.Volumes)
	r.decide("volumes", strings.Join(r.plan.Volumes, ", ")+": "+volumeModes[mode], from)
	switch mode {
	case settings.VolumesRoot:
		r.warn(`the app runs as root, because volume-mode is "root": who breaks into it owns the container and can change the volumes; "entrypoint" writes the same volumes without root`)
	case settings.VolumesEntrypoint:
		r.warn(`the image starts as root and changes to user %d, because volume-mode is "entrypoint": a Kubernetes pod with runAsNonRoot refuses it; set runAsUser: %[1]d and fsGroup: %[1]d there`, UserID)
	}
	return nil
}

// volumeModes explains each mode in the plan.
var volumeModes = map[string]string{
	settings.VolumesOwned:      `owned by the user, which a new named volume takes over; volume-mode = "none" needs no volume where the data need not last`,
	settings.VolumesEntrypoint: "the image starts as root, gives them to the user and drops its rights",
	settings.VolumesRoot:       "the app runs as root",
	settings.VolumesNone:       "below the user's home, without a volume; the data ends with the container",
}

// Mounts are the folders on which a volume is mounted.
func (p *Plan) Mounts() []string {
	if p.VolumeMode == settings.VolumesNone {
		return nil
	}
	return p.Volumes
}

// ImageUser is the user with which the image starts.
func (p *Plan) ImageUser() string {
	if p.VolumeMode == settings.VolumesEntrypoint || p.VolumeMode == settings.VolumesRoot {
		return Root
	}
	return Owner
}

// RunsAs is the number of the user that runs the app.
func (p *Plan) RunsAs() int {
	if p.VolumeMode == settings.VolumesRoot {
		return 0
	}
	return UserID
}

// Start returns the arguments that start a command of the app in its image: the program
// that prepares the volumes comes first, if there are some. It also checks folders below
// the home, where a file system may be read-only.
func (p *Plan) Start(command []string) []string {
	return slices.Concat(VolumeEntrypoint(p.Volumes, p.owner()), command)
}

// owner is the user to whom the entrypoint gives the volumes, "" for none.
func (p *Plan) owner() string {
	if p.VolumeMode == settings.VolumesEntrypoint {
		return Owner
	}
	return ""
}

// VolumeEntrypoint returns the beginning of a command that checks volumes, and gives
// them to an owner, uid:gid, unless that is "". It is nil without volumes.
func VolumeEntrypoint(volumes []string, owner string) []string {
	if len(volumes) == 0 {
		return nil
	}
	command := []string{scripts.VolumeEntrypoint}
	if owner != "" {
		command = append(command, "--own", owner)
	}
	for _, volume := range volumes {
		command = append(command, "--volume", volume)
	}
	return append(command, "--")
}

// UserFolders are the folders outside of the app's own that the user may write, the
// home first.
func (p *Plan) UserFolders() []string {
	folders := []string{p.Home}
	for _, folder := range slices.Concat(p.Volumes, p.Writable) {
		if path.IsAbs(folder) && !inApp(folder) {
			folders = append(folders, path.Clean(folder))
		}
	}
	return folders
}

// AppFolders are the folders inside of the app's own that the user may write.
func (p *Plan) AppFolders() []string {
	folders := []string{}
	for _, folder := range slices.Concat(p.Volumes, p.Writable) {
		if !path.IsAbs(folder) {
			folder = path.Join(scripts.App, folder)
		}
		if inApp(folder) {
			folders = append(folders, path.Clean(folder))
		}
	}
	return folders
}

func inApp(folder string) bool { return strings.HasPrefix(path.Clean(folder), scripts.App+"/") }
