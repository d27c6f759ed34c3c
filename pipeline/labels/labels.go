// Package labels has the labels of an image that name its origin.
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
}

// Source is the origin of the source, as the caller names it.
type Source struct {
	Revision   string // of the repository
	Created    string // in RFC 3339
	Repository string // by its address
}

// A Label is a label of an image.
type Label struct {
	Name  string // with the prefix of the OCI annotations
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
	return slices.DeleteFunc(all, func(l Label) bool { return l.Value == "" })
}
