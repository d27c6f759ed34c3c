package embedded

import (
	"encoding/json"
	"fmt"
	"strings"
)

// engineTOML is the engine's configuration of registries. Its own is plain
// HTTP; as a mirror it is asked for every image of docker.io.
func engineTOML(id identity, standIns bool) string {
	var toml strings.Builder
	if standIns {
		fmt.Fprintf(&toml, "[registry.\"docker.io\"]\n  mirrors = [%q]\n", id.registry())
	}
	fmt.Fprintf(&toml, "[registry.%q]\n  http = true\n", id.registry())
	return toml.String()
}

// engineJSON bounds the build cache: the collector keeps it below limit bytes,
// and leaves a tenth of the disk free, 5 GB at most. A fuller disk would empty the
// cache, also in the middle of a run. Its policies apply in turn. All filters of
// one have to match, and the only comparison is ==.
func engineJSON(limit, disk int64) (string, error) {
	type policy map[string]any
	content, err := json.Marshal(map[string]any{
		"logLevel": "info",
		"gc": map[string]any{"policies": []policy{
			// Uploads, and the archives of images, are made again in no time.
			{"filters": []string{"type==source.local,type==source.git.checkout"}, "keepDuration": "10m", "maxUsedSpace": 512e6},
			{"filters": []string{"description==asTarball"}, "keepDuration": "10m", "maxUsedSpace": 512e6},
			// What was used longest ago goes first.
			{"maxUsedSpace": limit, "minFreeSpace": min(disk/10, 5e9)},
		}},
	})
	return string(content), err
}

// registryYAML configures the registry: one folder, deletion allowed so that a
// prune can work. Its socket, on loopback, is handed to it.
func registryYAML(data string) string {
	return fmt.Sprintf(`version: 0.1
log:
  level: warn
storage:
  filesystem:
    rootdirectory: %q
  delete:
    enabled: true
  tag:
    concurrencylimit: 8
`, data)
}

// hosts is the root file system's /etc/hosts. With stand-ins in use the real
// docker.io must not be asked for what they lack: on a network that swallows
// packets the question would hang.
func hosts(standIns bool) string {
	lines := "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
	if standIns {
		lines += "127.0.0.1 registry-1.docker.io auth.docker.io\n"
	}
	return lines
}
