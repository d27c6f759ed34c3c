// Package labels has the labels of an image.
package labels

import (
	"slices"
	"strings"

	"dagger/python-pipeline/plan"
)

// prefix begins the names of the OCI annotations.
const prefix = "org.opencontainers.image."

// Origin are the names of the labels that are equal for images of one origin: all but the time.
var Origin = []string{
	prefix + "title", prefix + "base.name", prefix + "base.digest", prefix + "revision", prefix + "source", prefix + "version", prefix + "licenses",
	Volumes, VolumeMode,
}

// Labels of an image with folders for data. They stand for VOLUME, which the engine cannot set, and with which a
// container runtime would make an unnamed volume for each container.
const (
	Volumes    = "python-pipeline.volumes"     // the folders, separated by spaces
	VolumeMode = "python-pipeline.volume-mode" // how the user may write them, as the key volume-mode
)

// Source is the origin of the source, as the caller names it.
type Source struct {
	Revision   string // of the repository
	Created    string // in RFC 3339
	Repository string // by its address
}

// A Label is a label of an image.
type Label struct {
	Name  string // such as "org.opencontainers.image.title"
	Value string // never ""
}

// Of returns the labels of an app's image; base is the reference of its base image, with the digest. The time of the
// build is not a label, so that equal sources have equal labels.
func Of(p *plan.Plan, source Source, base string) []Label {
	_, digest, _ := strings.Cut(base, "@")
	all := []Label{
		{prefix + "title", p.Name}, {prefix + "base.name", p.BaseImage()}, {prefix + "base.digest", digest},
		{prefix + "revision", source.Revision}, {prefix + "created", source.Created}, {prefix + "source", source.Repository},
		{prefix + "version", p.Version}, {prefix + "licenses", p.License},
	}
	if len(p.Volumes) > 0 {
		all = append(all, Label{Volumes, strings.Join(p.Volumes, " ")}, Label{VolumeMode, p.VolumeMode})
	}
	return slices.DeleteFunc(all, func(l Label) bool { return l.Value == "" })
}
