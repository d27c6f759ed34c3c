package standin

import (
	_ "embed"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/debian"
)

// slimPackages give Debian the functions of the official slim image.
var slimPackages = []string{"ca-certificates", "netbase", "python3", "python3-venv", "tzdata"}

// fullPackages are the compilers and headers of the official full image that Python packages need most often.
var fullPackages = []string{
	"build-essential", "curl", "file", "git", "pkg-config", "python3-dev", "xz-utils",
	"default-libmysqlclient-dev", "libbz2-dev", "libcurl4-openssl-dev", "libffi-dev",
	"libjpeg-dev", "liblzma-dev", "libpng-dev", "libpq-dev", "libsqlite3-dev", "libssl-dev",
	"libwebp-dev", "libxml2-dev", "libxslt1-dev", "libyaml-dev", "zlib1g-dev",
}

// installPython puts interpreter and pip below /usr/local, as in the official
// images. pip comes from the wheels of Debian's venv.
//
//go:embed python.sh
var installPython string

// python returns the stand-ins for one Python version: slim and full.
func python(version, suite string) []Image {
	newImage := func(reference string, packages []string) Image {
		return Image{
			Reference: reference,
			suite:     suite,
			rootfs: debian.Rootfs{
				Packages: packages,
				// Debian's marker forbids pip to install packages beside Debian's; the official images do not have it.
				Exclude:   []string{"/usr/lib/python3*/EXTERNALLY-MANAGED"},
				Customize: "\n" + strings.ReplaceAll(installPython, "@VERSION@", version),
			},
			config: v1.Config{
				Cmd: []string{"python3"},
				Env: []string{"PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"},
			},
		}
	}
	return []Image{
		newImage("python:"+version+"-slim-"+suite, slimPackages),
		newImage("python:"+version+"-"+suite, append(slimPackages[:len(slimPackages):len(slimPackages)], fullPackages...)),
	}
}
