package main

import (
	"strings"

	"python-pipeline/ci/module"
)

// login is what the registry asks of those who publish: that of the settings,
// and for the embedded engine's own registry the engine's, which goes nowhere
// else.
func (j *job) login() (username string, password module.Secret) {
	host, _, _ := strings.Cut(j.registry(), "/")
	if own := j.session.Registry; own != "" && host == own && j.config.RegistryUsername == "" {
		return j.session.Login.User, module.Secret{Name: "embedded-registry-password", Value: j.session.Login.Password}
	}
	return j.config.RegistryUsername, module.Secret{Name: "registry-password", Value: j.config.RegistryPassword.Reveal()}
}
