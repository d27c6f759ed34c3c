package composefile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"dagger/python-pipeline/settings"
)

// addCapabilities takes all capabilities from the app but those that the mode of its volumes needs.
func (a App) addCapabilities(m mapping) {
	key := m.add("cap_drop", list("ALL"))
	switch a.VolumeMode {
	case settings.VolumesEntrypoint:
		m.add("cap_add", list("CHOWN", "DAC_READ_SEARCH", "SETUID", "SETGID"))
	case settings.VolumesRoot:
		key.HeadComment = "The app runs as root, and may write files of every owner. Name in cap_add what else it needs."
		m.add("cap_add", list("DAC_OVERRIDE"))
	}
}

// addVolumes mounts a volume of its own at each of the app's folders.
func (a App) addVolumes(m mapping) {
	var mounts []*yaml.Node
	for i, name := range a.volumes() {
		mounts = append(mounts, scalar(name+":"+escape(a.Volumes[i])))
	}
	if len(mounts) > 0 {
		m.add("volumes", block(mounts...))
	}
}

var notInNames = regexp.MustCompile(`[^a-zA-Z0-9_-]+`)

// volumes returns the name of each of the app's volumes: that of the service and the path.
func (a App) volumes() []string {
	if a.VolumeMode == settings.VolumesNone {
		return nil
	}
	var names []string
	for _, path := range a.Volumes {
		name := a.service() + "-" + strings.Trim(notInNames.ReplaceAllString(path, "-"), "-")
		for base, number := name, 2; slices.Contains(names, name); number++ { // /a/b and /a-b
			name = fmt.Sprintf("%s-%d", base, number)
		}
		names = append(names, name)
	}
	return names
}

// namedVolumes lists all volumes of the file.
func (a App) namedVolumes() []string {
	names := a.volumes()
	if a.Postgres != nil {
		names = append(names, postgresVolume)
	}
	if a.Mailhog != nil && a.Mailhog.Maildir {
		names = append(names, mailhogVolume)
	}
	return names
}
