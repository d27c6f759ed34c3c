package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a value that formatting, logging and marshalling do not show; only [Secret.Reveal] returns it.
type Secret struct {
	// value is a pointer, because fmt prints unexported fields without their methods: of a pointer it shows the address.
	value *string
}

// NewSecret hides a value; an empty one makes the zero Secret.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{&value}
}

// Reveal returns the value, "" when there is none. A message must not contain it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet reports whether there is a value.
func (s Secret) IsSet() bool { return s.value != nil }

// Equal compares values.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String returns a placeholder, or "" when there is no value.
func (s Secret) String() string {
	if s.IsSet() {
		return "[secret]"
	}
	return ""
}

// GoString returns the placeholder.
func (s Secret) GoString() string { return s.String() }

// Format writes the placeholder for every verb: %x and %d would not call String.
func (s Secret) Format(state fmt.State, _ rune) { io.WriteString(state, s.String()) }

// LogValue returns the placeholder.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns the placeholder; encoding/json and others use it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON returns the placeholder as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + s.String() + `"`), nil }

// UnmarshalText takes the value as it is.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
