package config

import (
	"slices"
	"strconv"
	"strings"
)

// Engine says which Dagger engine runs the pipeline.
type Engine string

const (
	EngineAuto     Engine = "auto"     // what Dagger's own variables name, else a container runtime's, else the embedded one
	EngineDocker   Engine = "docker"   // only one that a container runtime runs: Docker, Podman or nerdctl
	EngineEmbedded Engine = "embedded" // only the one that this program starts itself
)

// UnmarshalText accepts the constants of Engine.
func (e *Engine) UnmarshalText(text []byte) error {
	return oneOf(e, text, EngineAuto, EngineDocker, EngineEmbedded)
}

// StandIns says whether the embedded engine builds stand-ins for public images.
type StandIns string

const (
	StandInsAuto   StandIns = "auto"   // where docker.io cannot be reached
	StandInsAlways StandIns = "always" // even where docker.io can be reached
	StandInsNever  StandIns = "never"  // not even where docker.io cannot be reached: such a run fails
)

// UnmarshalText accepts the constants of StandIns.
func (s *StandIns) UnmarshalText(text []byte) error {
	return oneOf(s, text, StandInsAuto, StandInsAlways, StandInsNever)
}

// oneOf accepts an empty text, which go-envconfig decodes for a variable that is not set and has no default.
func oneOf[T ~string](target *T, text []byte, values ...T) error {
	if value := T(text); value == "" || slices.Contains(values, value) {
		*target = value
		return nil
	}
	names := make([]string, len(values))
	for i, value := range values {
		names[i] = string(value)
	}
	last := len(names) - 1
	return notAllowed(strings.Join(names[:last], ", ") + " or " + names[last])
}

// Presence is true when its variable has any value, even "0": that is how NO_COLOR is defined.
type Presence bool

// UnmarshalText accepts everything.
func (p *Presence) UnmarshalText(text []byte) error {
	*p = len(text) > 0
	return nil
}

// OnCI is true for every value but "false" and its like: CI systems set true or their name, people switch it off with false.
type OnCI bool

// UnmarshalText accepts everything.
func (c *OnCI) UnmarshalText(text []byte) error {
	value, err := strconv.ParseBool(string(text))
	*c = OnCI(len(text) > 0 && (value || err != nil))
	return nil
}
