package config

import (
	"time"

	"dagger/python-pipeline/settings"
)

// Timeout is a duration that something may take.
type Timeout time.Duration

// UnmarshalText reads a duration above 0, such as 10m.
func (t *Timeout) UnmarshalText(text []byte) error {
	if (*settings.Duration)(t).UnmarshalText(text) != nil {
		return notAllowed("a duration above 0s such as 10m or 90s")
	}
	return nil
}

// String returns the duration as it is written.
func (t Timeout) String() string { return time.Duration(t).String() }
