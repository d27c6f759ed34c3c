package config

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/sethvargo/go-envconfig"
)

// Warning is something odd in the environment that does not stop a run; subject first.
type Warning string

// Read returns the settings that environ (as [os.Environ] gives it) asks for; base is the folder of relative paths. The
// error joins every problem there is, one a line, each naming its variable, so that one run is enough to find them all;
// with an error the Config is nil. A value is part of a message only when its variable is not a secret.
func Read(ctx context.Context, environ []string, base string) (*Config, []Warning, error) {
	env := parse(environ)
	var c Config
	var problems []error
	for field, value := range reflect.ValueOf(&c).Elem().Fields() {
		name, _ := splitTag(field)
		if name == "" {
			continue
		}
		if err := decode(ctx, env, field, value); err != nil {
			given, _ := env.Lookup(name)
			problems = append(problems, invalid(name, given, allowed(field.Type, err)))
		}
	}
	c.Apps = distinct(c.Apps, filepath.Clean)
	c.Release = release(&c)
	var err error
	if c.Tags, err = tags(&c); err != nil {
		problems = append(problems, err)
	}
	c.TrivyDBRepository = distinct(c.TrivyDBRepository, nil)
	c.Registry = strings.ToLower(c.Registry)
	problems = append(problems, check(&c)...)
	warnings, unknown := judgeNames(env)
	problems = append(problems, unknown...)
	if err := setPaths(&c, base); err != nil {
		problems = append(problems, err)
	}
	if len(problems) > 0 {
		return nil, warnings, errors.Join(problems...)
	}
	if c.Registry == "" && c.RegistryPassword.IsSet() {
		warnings = append(warnings, "PIPELINE_REGISTRY_PASSWORD: not used: PIPELINE_REGISTRY is not set")
	}
	return &c, warnings, nil
}

// decode sets one field by its variable, unless that is wrong. go-envconfig stops at the first problem of a struct, so each
// field is decoded as a struct of its own.
func decode(ctx context.Context, env envconfig.Lookuper, field reflect.StructField, value reflect.Value) error {
	one := reflect.New(reflect.StructOf([]reflect.StructField{field}))
	if err := envconfig.ProcessWith(ctx, &envconfig.Config{Target: one.Interface(), Lookuper: env}); err != nil {
		return err
	}
	value.Set(one.Elem().Field(0))
	return nil
}

// environment is what a process was given, by name.
type environment map[string]string

func parse(environ []string) environment {
	env := environment{}
	for _, pair := range environ {
		if name, value, ok := strings.Cut(pair, "="); ok {
			env[name] = value
		}
	}
	return env
}

// Lookup takes an empty value as none, and the proxy variables in lower case too: curl reads http_proxy only so.
func (e environment) Lookup(name string) (string, bool) {
	value := e[name]
	if value == "" && strings.HasSuffix(name, "_PROXY") {
		value = e[strings.ToLower(name)]
	}
	return value, value != ""
}

// distinct drops what is empty ("a,,b", a comma at the end) and what was said before.
func distinct(list []string, normal func(string) string) []string {
	var kept []string
	for _, entry := range list {
		if entry == "" {
			continue
		}
		if normal != nil {
			entry = normal(entry)
		}
		if !slices.Contains(kept, entry) {
			kept = append(kept, entry)
		}
	}
	return kept
}
