package standin

import (
	_ "embed"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/debian"
)

// slimPackages are the packages that the official slim image has beside those of Debian's smallest system, and Python.
// The version is in the names, since a release may have a second version. What differs from the official image:
//   - Debian's interpreter and pip's wheels for new environments are packages, libexpat1 is one too, and those of 3.11 need
//     python3, python3-distutils and python3-lib2to3;
//   - the modules dbm.gnu and tkinter are absent, and so is libgdbm6;
//   - pip is installed in dist-packages, without wheel, and has Debian's version;
//   - Python 3.14 stands on a newer Debian.
func slimPackages(version string) []string {
	return []string{"adduser", "ca-certificates", "netbase", "python" + version, "python" + version + "-venv", "tzdata"}
}

// fullPackages are the compilers and headers of the official full image that Python packages need most often.
func fullPackages(version string) []string {
	return append(slimPackages(version),
		"build-essential", "curl", "file", "git", "pkg-config", "python"+version+"-dev", "xz-utils",
		"default-libmysqlclient-dev", "libbz2-dev", "libcurl4-openssl-dev", "libffi-dev",
		"libjpeg-dev", "liblzma-dev", "libpng-dev", "libpq-dev", "libsqlite3-dev", "libssl-dev",
		"libwebp-dev", "libxml2-dev", "libxslt1-dev", "libyaml-dev", "zlib1g-dev",
	)
}

// replaceMediaTypes installs an empty package in the place of media-types, on which Debian's Python depends: with its
// table an app would know types of files that it does not know in the official image. An app can name media-types in
// apt-run.
//
//go:embed python-prepare.sh
var replaceMediaTypes string

// installPython puts interpreter and pip below /usr/local, as in the official
// images. pip comes from the wheels of Debian's venv.
//
//go:embed python.sh
var installPython string

// older are the versions whose official images have setuptools, and a variable with the locale.
var older = []string{"3.11"}

// python returns the stand-ins for one Python version: slim and full. Their tags name one Debian release, their packages
// come from another one if the former does not have the version.
func python(version, tag, suite string) []Image {
	projects := "pip"
	env := []string{"PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"}
	if slices.Contains(older, version) {
		projects += " setuptools"
		env = append(env, "LANG=C.UTF-8")
	}
	newImage := func(reference string, packages []string) Image {
		return Image{
			Reference: reference,
			Suite:     suite,
			rootfs: debian.Rootfs{
				Packages: packages,
				// Debian's marker forbids pip to install packages beside Debian's; the official images do not have it.
				Exclude:   []string{"/usr/lib/python3*/EXTERNALLY-MANAGED"},
				Prepare:   "\n" + replaceMediaTypes,
				Customize: "\n" + strings.NewReplacer("@VERSION@", version, "@PROJECTS@", projects).Replace(installPython),
			},
			config: v1.Config{Cmd: []string{"python3"}, Env: env},
		}
	}
	return []Image{
		newImage("python:"+version+"-slim-"+tag, slimPackages(version)),
		newImage("python:"+version+"-"+tag, fullPackages(version)),
	}
}
