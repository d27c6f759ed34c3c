package config

import (
	"context"
	"reflect"

	"github.com/sethvargo/go-envconfig"
)

// Places are the settings that say where the result of a run goes: folders and a CI job's files. They are known, too, when
// [Read] finds something wrong with others.
func Places(ctx context.Context, environ []string) *Config {
	c := new(Config)
	for _, name := range []string{"Dist", "Apps", "GitHubActions", "GitHubOutput", "GitHubStepSummary"} {
		field, _ := reflect.TypeFor[Config]().FieldByName(name)
		one := reflect.New(reflect.StructOf([]reflect.StructField{field}))
		// A wrong value is left out; Read reports it.
		if err := envconfig.ProcessWith(ctx, &envconfig.Config{Target: one.Interface(), Lookuper: parse(environ)}); err == nil {
			reflect.ValueOf(c).Elem().FieldByName(name).Set(one.Elem().Field(0))
		}
	}
	return c
}
