package debian

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A Host is the release of the machine's own system, as /etc/os-release tells it.
type Host struct {
	// Suite is the code name of the release, such as "bookworm".
	Suite string

	id      string // "debian", or that of another distribution
	version string // "12", empty for a release in development
}

// oldest is the first release of Debian whose keyring and mmdebstrap know the releases of the stand-ins.
const oldest = 12

// ReadHost reads the release of this machine.
func ReadHost() (Host, error) {
	content, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return Host{}, fmt.Errorf("host release: %w", err)
	}
	return parseHost(string(content))
}

func parseHost(content string) (Host, error) {
	fields := map[string]string{}
	for line := range strings.Lines(content) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), "="); found {
			fields[name] = strings.Trim(value, `"'`)
		}
	}
	host := Host{Suite: fields["VERSION_CODENAME"], id: fields["ID"], version: fields["VERSION_ID"]}
	if host.Suite == "" {
		return host, errors.New("host release: /etc/os-release has no VERSION_CODENAME; use a released Debian")
	}
	return host, nil
}

// CheckStandIns returns an error unless the mirror of this machine is one of Debian's, with the releases of stand-ins.
func (h Host) CheckStandIns() error {
	// A release in development has no number, and is newer than all that have one.
	number, err := strconv.Atoi(h.version)
	if h.id == "debian" && (h.version == "" || err == nil && number >= oldest) {
		return nil
	}
	return fmt.Errorf("stand-ins: this machine runs %s; they can be made on Debian %d or newer; give it access to docker.io and set PIPELINE_STAND_INS=never", h.Suite, oldest)
}
