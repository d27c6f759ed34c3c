package standin

import (
	_ "embed"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/program"
)

const searchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// installBusybox makes a small system like the official images' Alpine: busybox with its commands, the user root, and a
// folder for temporary files. Debian 13 has busybox below /usr, but the commands are links to /bin/busybox.
//
//go:embed busybox.sh
var installBusybox string

// busybox returns the busybox system with additional packages unpacked. The script finish runs last.
func busybox(finish string, packages ...string) debian.Rootfs {
	return debian.Rootfs{Bare: true, Packages: append([]string{"busybox-static"}, packages...), Customize: "\n" + installBusybox + "\n" + finish}
}

// mailHogUser creates the official image's user and home.
//
//go:embed mailhog.sh
var mailHogUser string

// mailHog is the stand-in for MailHog. Debian does not package the program, which needs nothing of a system.
var mailHog = Image{
	Reference: "mailhog/mailhog:" + program.MailHogVersion,
	Programs:  &program.MailHog,
	rootfs:    busybox(mailHogUser),
	config: v1.Config{
		Entrypoint:   []string{"MailHog"},
		Env:          []string{searchPath},
		ExposedPorts: map[string]struct{}{"1025/tcp": {}, "8025/tcp": {}},
		User:         "mailhog",
		WorkingDir:   "/home/mailhog",
	},
}

// bundleAuthorities does the work of ca-certificates' scripts, which do not run in a bare system. Trivy may download
// its database from the user's own registry.
//
//go:embed trivy.sh
var bundleAuthorities string

// trivy is the stand-in for the scanner. It has no git, which the official
// image has for scans of remote repositories.
var trivy = Image{
	Reference: "aquasec/trivy:" + strings.TrimPrefix(program.TrivyVersion, "v"),
	Programs:  &program.Trivy,
	rootfs:    busybox(bundleAuthorities, "ca-certificates"),
	config: v1.Config{
		Entrypoint: []string{"trivy"},
		Env:        []string{searchPath},
	},
}
