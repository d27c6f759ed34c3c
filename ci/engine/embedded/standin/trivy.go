package standin

import (
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/program"
)

// bundleAuthorities does what the scripts of ca-certificates would do if they
// ran: a database may lie in a registry of the user's own.
const bundleAuthorities = `
mkdir -p "$1/etc/ssl/certs"
cat "$1"/usr/share/ca-certificates/mozilla/*.crt > "$1/etc/ssl/certs/ca-certificates.crt"
rm -r "$1/usr/share/ca-certificates"
`

// trivy gives the stand-in of the scanner. The official image's git, for scans
// of remote repositories, is not in it.
func trivy(suite string) Image {
	return Image{
		Reference: "aquasec/trivy:" + strings.TrimPrefix(program.TrivyVersion, "v"),
		Programs:  &program.Trivy,
		suite:     suite,
		rootfs:    busybox(bundleAuthorities, "ca-certificates"),
		config: v1.Config{
			Entrypoint: []string{"trivy"},
			Env:        []string{searchPath},
		},
	}
}
