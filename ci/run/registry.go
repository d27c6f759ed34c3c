package run

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"python-pipeline/ci/image"
	"python-pipeline/ci/module"
	"python-pipeline/ci/movingtags"
)

// registry returns what stands before the apps' names in an image's address, "" if images are not published.
func (s *Session) registry() string { return cmp.Or(s.Config.Registry, s.Engine.Registry) }

// login returns the login at the registry: that of the settings, or the engine's for the embedded engine's own registry, which
// no other registry gets.
func (s *Session) login() (username string, password module.Secret) {
	host, _, _ := strings.Cut(s.registry(), "/")
	if own := s.Engine.Registry; own != "" && host == own && s.Config.RegistryUsername == "" {
		return s.Engine.Login.User, module.Secret{Name: "embedded-registry-password", Value: s.Engine.Login.Password}
	}
	return s.Config.RegistryUsername, module.Secret{Name: "registry-password", Value: s.Config.RegistryPassword.Reveal()}
}

// releaseTags returns the tags that an image is published with at an address, and warnings about tags of the settings that are
// left out. Tags that the user lists in PIPELINE_TAGS are never left out.
func (s *Session) releaseTags(ctx context.Context, address string) (tags, warnings []string) {
	version := s.Config.Release
	if version == "" {
		return s.Config.Tags, nil
	}
	username, password := s.login()
	published, err := image.Tags(ctx, address, username, password.Value)
	if err != nil {
		tags = slices.DeleteFunc(slices.Clone(s.Config.Tags), func(tag string) bool { return tag != version })
		return tags, []string{fmt.Sprintf(
			"tags: only %s was taken: whether the registry has a higher version is not known: %v; name the tags in PIPELINE_TAGS to move them all the same", version, err)}
	}
	tags, left := movingtags.Tags(version, s.Config.Tags, published)
	for _, l := range left {
		warnings = append(warnings, fmt.Sprintf("tag %s: not moved to %s: the registry has %s, which is higher; name it in PIPELINE_TAGS to move it all the same", l.Tag, version, l.Higher))
	}
	return tags, warnings
}
