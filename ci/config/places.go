package config

import (
	"context"
	"reflect"
)

// Places are the settings that say where the result of a run goes: folders and a CI job's files. They are known, too, when
// [Read] finds something wrong with others.
func Places(ctx context.Context, environ []string) *Config {
	c, env := new(Config), parse(environ)
	for _, name := range []string{"Dist", "Apps", "GitHubActions", "GitHubOutput", "GitHubStepSummary"} {
		field, _ := reflect.TypeFor[Config]().FieldByName(name)
		// A wrong value is left out; Read reports it.
		_ = decode(ctx, env, field, reflect.ValueOf(c).Elem().FieldByName(name))
	}
	return c
}
