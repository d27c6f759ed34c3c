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

// Warning is a problem of the environment that does not stop a run; its text begins with the subject.
type Warning string

// Read returns the settings of environ, which has the form of [os.Environ]; base is the folder of relative paths. The error
// lists every problem, one a line, each with its variable, so that one run finds them all; the Config is nil then. A message
// never has the value of a secret variable.
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
			text, _ := env.Lookup(name)
			problems = append(problems, invalid(name, text, describeAllowed(field.Type, err)))
		}
	}
	c.Apps = distinct(c.Apps, filepath.Clean)
	c.Release = release(&c)
	var err error
	if c.Tags, err = imageTags(&c); err != nil {
		problems = append(problems, err)
	}
	c.TrivyDBRepository = distinct(c.TrivyDBRepository, nil)
	c.Registry = strings.ToLower(c.Registry)
	problems = append(problems, check(&c)...)
	warnings, unknown := checkNames(env)
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

// Places returns the settings that say where the result of a run goes: folders and the files of a CI job. It works even when
// [Read] refuses the environment.
func Places(ctx context.Context, environ []string) *Config {
	c, env := new(Config), parse(environ)
	for _, name := range []string{"Dist", "Apps", "GitHubActions", "GitHubOutput", "GitHubStepSummary"} {
		field, _ := reflect.TypeFor[Config]().FieldByName(name)
		// An invalid value is left out; Read reports it.
		_ = decode(ctx, env, field, reflect.ValueOf(c).Elem().FieldByName(name))
	}
	return c
}

// decode sets a field to the value of its variable, if that is valid. go-envconfig stops at the first problem of a struct, so
// each field is decoded as a struct of its own.
func decode(ctx context.Context, env envconfig.Lookuper, field reflect.StructField, value reflect.Value) error {
	one := reflect.New(reflect.StructOf([]reflect.StructField{field}))
	if err := envconfig.ProcessWith(ctx, &envconfig.Config{Target: one.Interface(), Lookuper: env}); err != nil {
		return err
	}
	value.Set(one.Elem().Field(0))
	return nil
}

// environment holds the variables of a process by their names.
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

// Lookup treats an empty value as not set. It also finds the proxy variables in lower case: curl reads only http_proxy.
func (e environment) Lookup(name string) (string, bool) {
	value := e[name]
	if value == "" && strings.HasSuffix(name, "_PROXY") {
		value = e[strings.ToLower(name)]
	}
	return value, value != ""
}

// distinct drops empty entries ("a,,b", a comma at the end) and repeated ones.
func distinct(list []string, normalize func(string) string) []string {
	var entries []string
	for _, entry := range list {
		if entry == "" {
			continue
		}
		if normalize != nil {
			entry = normalize(entry)
		}
		if !slices.Contains(entries, entry) {
			entries = append(entries, entry)
		}
	}
	return entries
}
