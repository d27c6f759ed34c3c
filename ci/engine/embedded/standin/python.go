package standin

import (
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/debian"
)

// slimPackages are what Debian needs to do what the official slim image does.
var slimPackages = []string{"ca-certificates", "netbase", "python3", "python3-venv", "tzdata"}

// fullPackages are the compilers and headers of the official full image that
// Python packages ask for most often.
var fullPackages = []string{
	"build-essential", "curl", "file", "git", "pkg-config", "python3-dev", "xz-utils",
	"default-libmysqlclient-dev", "libbz2-dev", "libcurl4-openssl-dev", "libffi-dev",
	"libjpeg-dev", "liblzma-dev", "libpng-dev", "libpq-dev", "libsqlite3-dev", "libssl-dev",
	"libwebp-dev", "libxml2-dev", "libxslt1-dev", "libyaml-dev", "zlib1g-dev",
}

// lookOfficial puts interpreter and pip where the official images have them,
// under /usr/local; pip comes from the wheels that Debian's venv carries.
const lookOfficial = `
ln -s /usr/bin/python@VERSION@ "$1/usr/local/bin/python@VERSION@"
ln -s python@VERSION@ "$1/usr/local/bin/python3"
ln -s python3 "$1/usr/local/bin/python"
chroot "$1" /bin/sh -ec '
  cd /usr/share/python-wheels
  PYTHONPATH=$(echo pip-*.whl) python3 -m pip install --quiet --no-index --no-cache-dir --no-compile \
    --root-user-action=ignore --find-links=. pip setuptools'
`

// python gives the stand-ins of one Python version: slim and full.
func python(version, suite string) []Image {
	make := func(reference string, packages []string) Image {
		return Image{
			Reference: reference,
			suite:     suite,
			rootfs: debian.Rootfs{
				Packages: packages,
				// Debian forbids pip to install beside its own packages; the
				// official images have no such marker.
				Exclude:   []string{"/usr/lib/python3*/EXTERNALLY-MANAGED"},
				Customize: strings.ReplaceAll(lookOfficial, "@VERSION@", version),
			},
			config: v1.Config{
				Cmd: []string{"python3"},
				Env: []string{"PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"},
			},
		}
	}
	return []Image{
		make("python:"+version+"-slim-"+suite, slimPackages),
		make("python:"+version+"-"+suite, append(slimPackages[:len(slimPackages):len(slimPackages)], fullPackages...)),
	}
}
