package run

import (
	"testing"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
)

// Each password goes to the registry that it is for.
func TestLogin(t *testing.T) {
	t.Parallel()
	const own = "127.0.0.1:20001"
	for name, test := range map[string]struct {
		config         config.Config
		embedded       bool
		user, password string
	}{
		"the engine's own registry":             {config.Config{}, true, "engine", "of the engine"},
		"named in the settings":                 {config.Config{Registry: own + "/team"}, true, "engine", "of the engine"},
		"with a login of the settings":          {config.Config{Registry: own, RegistryUsername: "ada", RegistryPassword: config.NewSecret("of ada")}, true, "ada", "of ada"},
		"another registry":                      {config.Config{Registry: "ghcr.io/acme", RegistryUsername: "ada", RegistryPassword: config.NewSecret("of ada")}, true, "ada", "of ada"},
		"another registry without a login":      {config.Config{Registry: "127.0.0.1:5000"}, true, "", ""},
		"one whose host begins the same":        {config.Config{Registry: own + "0/team"}, true, "", ""},
		"another engine, which has no registry": {config.Config{}, false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := on(engine.Session{}, Task{})
			j.Config = &test.config
			if test.embedded {
				j.Engine.Registry, j.Engine.Login = own, embedded.Login{User: "engine", Password: "of the engine"}
			}
			user, password := j.login()
			if user != test.user || password.Value != test.password {
				t.Errorf("got %s, %s", user, password.Value)
			}
		})
	}
}
