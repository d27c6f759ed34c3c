package testresult

import (
	"fmt"
	"os"
	"strings"
)

// Moment is a time by the kernel's own clock, which all containers of an engine
// share and nobody sets.
type Moment struct {
	// Boot names a start of the kernel.
	Boot string `json:"boot"`
	// Seconds are those since then.
	Seconds float64 `json:"seconds"`
}

// Now is this moment.
func Now() (Moment, error) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return Moment{}, err
	}
	uptime, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return Moment{}, err
	}
	now := Moment{Boot: strings.TrimSpace(string(boot))}
	if _, err := fmt.Sscan(string(uptime), &now.Seconds); err != nil {
		return Moment{}, fmt.Errorf("/proc/uptime: %w", err)
	}
	return now, nil
}

// Before says whether a moment was earlier than another one, as every moment of
// an earlier start of the kernel was.
func (m Moment) Before(other Moment) bool { return m.Boot != other.Boot || m.Seconds < other.Seconds }

// String differs for any two moments.
func (m Moment) String() string { return fmt.Sprint(m.Boot, " ", m.Seconds) }
