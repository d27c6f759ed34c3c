package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"

	"dagger/python-pipeline/day"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/trivy"
	"python-pipeline/ci/revision"
)

// registryPattern is the grammar of the OCI distribution specification, with one restriction: the host must have a dot or a
// port, or be localhost, because "acme" alone is a host to some tools and a Docker Hub user to others.
var (
	registryPattern = regexp.MustCompile(`^(localhost|[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9.-]+:[0-9]+|\[[0-9a-fA-F:]+\])(:[0-9]+)?(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$`)
	pythonPattern   = regexp.MustCompile(`^3\.[0-9]+(\.[0-9]+)?$`)
)

// notAllowed is the error of a type of this package for a value that it does not accept: its text says which it accepts.
type notAllowed string

func (n notAllowed) Error() string { return string(n) }

// describeAllowed describes the values that a field of this type accepts; err is the error of the value that it refused.
func describeAllowed(field reflect.Type, err error) string {
	if refusal, ok := errors.AsType[notAllowed](err); ok {
		return string(refusal)
	}
	switch field {
	case reflect.TypeFor[bool](), reflect.TypeFor[*bool]():
		return "true, false, 1 or 0"
	case reflect.TypeFor[time.Duration]():
		return "a duration such as 168h or 90m"
	case reflect.TypeFor[*int64]():
		return "seconds since 1970, such as 1700000000"
	case reflect.TypeFor[uint16]():
		return "a port, 1 to 65535"
	}
	return err.Error()
}

func invalid(name, value, allowed string) error {
	return fmt.Errorf("%s: %s is not allowed: use %s", name, quote(value), allowed)
}

// quote leaves out everything before an @, because people paste addresses with a user name and a password where none belong.
// settings.WithoutCredentials would not find them: a registry's address has no scheme.
func quote(value string) string {
	if at := strings.LastIndex(value, "@"); at >= 0 {
		value = "…" + value[at:]
	}
	return `"` + value + `"`
}

// check finds the problems that a type alone cannot: grammars, and settings that need each other.
func check(c *Config) []error {
	var problems []error
	refuse := func(name, value, allowed string) { problems = append(problems, invalid(name, value, allowed)) }
	if c.StandInMaxAge < 0 {
		refuse("PIPELINE_STAND_IN_MAX_AGE", c.StandInMaxAge.String(), "a duration of 0s or more")
	}
	if _, err := day.Of(c.Day, time.Now()); err != nil {
		refuse("PIPELINE_DAY", c.Day, "a day such as 2026-11-25")
	}
	if c.Registry != "" && !registryPattern.MatchString(c.Registry) {
		refuse("PIPELINE_REGISTRY", c.Registry, "a host and a path without scheme, credentials and tag, such as ghcr.io/acme or docker.io/acme")
	}
	if (c.RegistryUsername != "") != c.RegistryPassword.IsSet() {
		given, missing := "PIPELINE_REGISTRY_USERNAME", "PIPELINE_REGISTRY_PASSWORD"
		if c.RegistryUsername == "" {
			given, missing = missing, given
		}
		problems = append(problems, fmt.Errorf("%s: set without %s: set both or neither", given, missing))
	}
	for _, tag := range c.Tags {
		if !settings.IsTag(tag) {
			refuse("PIPELINE_TAGS", tag, "letters, digits, dots, dashes and underscores, at most 128, such as latest or 1.4.0")
		}
	}
	if c.Python != "" && !pythonPattern.MatchString(c.Python) {
		refuse("PIPELINE_PYTHON", c.Python, "a version such as 3.12")
	}
	if c.TrivyImage != "" {
		if err := trivy.CheckImage(c.TrivyImage); err != nil {
			problems = append(problems, fmt.Errorf("PIPELINE_TRIVY_IMAGE: %w", err))
		} else if bool(c.CI || c.GitHubActions) && !strings.Contains(c.TrivyImage, "@") {
			problems = append(problems, fmt.Errorf("PIPELINE_TRIVY_IMAGE: %s names no digest, and its owner can make the tag another program, which would decide what a CI system publishes; write %s@sha256:…", c.TrivyImage, c.TrivyImage))
		}
	}
	if epoch := c.SourceDateEpoch; epoch != nil && *epoch < 0 {
		refuse("SOURCE_DATE_EPOCH", fmt.Sprint(*epoch), "seconds since 1970, such as 1700000000")
	} else if epoch != nil && *epoch > revision.Latest {
		refuse("SOURCE_DATE_EPOCH", fmt.Sprint(*epoch), fmt.Sprintf("seconds since 1970, at most %d, the end of the year 9999; milliseconds are too many", int64(revision.Latest)))
	}
	return problems
}
