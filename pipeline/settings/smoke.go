package settings

import (
	"fmt"
	"time"
)

// DefaultSmokeTimeout is how long the smoke check waits.
const DefaultSmokeTimeout = Duration(30 * time.Second)

// Smoke is how the image is tried before it is published. Without a command
// the app's own is run.
type Smoke struct {
	// Command is run in the image in place of the app's own.
	Command Command `toml:"command" json:"command" default:"the app's command" doc:"what is run in the image: a list of arguments, or one shell command"`
	// Output is a text that standard output must hold.
	Output string `toml:"output" json:"output" doc:"text that its standard output must hold"`
	// Status is the expected exit status, 0 to 255.
	Status int `toml:"status" json:"status" doc:"its exit status"`
	// Timeout bounds the whole check.
	Timeout Duration `toml:"timeout" json:"timeout" doc:"time it has, such as \"30s\""`
}

// Ends tells whether the command has to end by itself, so that its output and
// status can be judged. Otherwise the app has to stay up.
func (s Smoke) Ends() bool {
	return !s.Command.IsZero() || s.Output != "" || s.Status != 0
}

// Duration is a length of time that TOML and JSON write as "1m30s".
type Duration time.Duration

// UnmarshalText reads what [time.ParseDuration] accepts; zero and negative
// lengths are errors.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf(`%q is no length of time; write a number with its unit, such as "30s"`, text)
	}
	if parsed <= 0 {
		return fmt.Errorf("%q is not above zero", text)
	}
	*d = Duration(parsed)
	return nil
}

// MarshalText is the opposite of [Duration.UnmarshalText].
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String is the length in Go's notation, such as "30s".
func (d Duration) String() string { return time.Duration(d).String() }
