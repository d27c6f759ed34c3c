package config

import (
	"math"
	"strconv"
	"strings"
	"time"

	"dagger/python-pipeline/settings"
)

// Size is a number of bytes.
type Size int64

var sizeUnits = map[string]float64{
	"": 1, "B": 1,
	"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
	"KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "TIB": 1 << 40,
}

// UnmarshalText accepts a number with a decimal (kB, MB, GB, TB) or binary (KiB, MiB, GiB, TiB) unit; without one it is bytes.
func (s *Size) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = 0
		return nil
	}
	number := strings.TrimRight(string(text), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	unit, known := sizeUnits[strings.ToUpper(string(text[len(number):]))]
	count, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if bytes := count * unit; err == nil && known && bytes >= 1 && bytes < math.MaxInt64 {
		*s = Size(bytes)
		return nil
	}
	return notAllowed("a size above 0 such as 20GB or 512MiB")
}

// Timeout is a duration above 0.
type Timeout time.Duration

// UnmarshalText reads a duration such as 10m.
func (t *Timeout) UnmarshalText(text []byte) error {
	if (*settings.Duration)(t).UnmarshalText(text) != nil {
		return notAllowed("a duration above 0s such as 10m or 90s")
	}
	return nil
}

// String returns the duration as it is written.
func (t Timeout) String() string { return time.Duration(t).String() }
