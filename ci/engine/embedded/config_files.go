package embedded

import (
	"encoding/json"
	"fmt"
	"strings"
)

// engineTOML returns the engine's configuration of registries. Its own registry
// uses plain HTTP; as a mirror it gets every request for an image of docker.io.
func engineTOML(id networkIdentity, standIns bool) string {
	var toml strings.Builder
	if standIns {
		fmt.Fprintf(&toml, "[registry.\"docker.io\"]\n  mirrors = [%q]\n", id.registry())
	}
	fmt.Fprintf(&toml, "[registry.%q]\n  http = true\n", id.registry())
	return toml.String()
}

// engineJSON returns the configuration of the build cache: the garbage collector keeps it below limit bytes and leaves
// a tenth of the disk free, 5 GB at most. On a disk fuller than that it empties the cache, even during a run. The
// policies apply in order. A policy's filters must all match, and the only comparison is ==.
func engineJSON(limit, disk int64) (string, error) {
	type policy map[string]any
	content, err := json.Marshal(map[string]any{
		"logLevel": "info",
		"gc": map[string]any{"policies": []policy{
			// Uploads and archives of images are made again quickly.
			{"filters": []string{"type==source.local,type==source.git.checkout"}, "keepDuration": "10m", "maxUsedSpace": 512e6},
			{"filters": []string{"description==asTarball"}, "keepDuration": "10m", "maxUsedSpace": 512e6},
			// The least recently used entries are deleted first.
			{"maxUsedSpace": limit, "minFreeSpace": min(disk/10, 5e9)},
		}},
	})
	return string(content), err
}

// registryYAML returns the registry's configuration. Deletion is enabled so that a prune can work. The socket is not
// configured: the supervisor passes it.
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

// hosts returns /etc/hosts of the root file system. With stand-ins, docker.io resolves to loopback: a request for a
// missing stand-in must not go to the real docker.io, where it would hang on a network that drops packets.
func hosts(standIns bool) string {
	lines := "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
	if standIns {
		lines += "127.0.0.1 registry-1.docker.io auth.docker.io\n"
	}
	return lines
}
