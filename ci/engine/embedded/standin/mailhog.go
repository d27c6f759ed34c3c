package standin

import (
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/program"
)

// mailHogUser is the official image's user with its home.
const mailHogUser = `
echo 'mailhog:x:1000:1000::/home/mailhog:/bin/sh' >> "$1/etc/passwd"
echo 'mailhog:x:1000:' >> "$1/etc/group"
install -d -m 0755 -o 1000 -g 1000 "$1/home/mailhog"
`

// mailHog gives the stand-in of MailHog. No Debian package has the program, and
// it needs nothing of a system.
func mailHog(suite string) Image {
	return Image{
		Reference: "mailhog/mailhog:" + program.MailHogVersion,
		Programs:  &program.MailHog,
		suite:     suite,
		rootfs:    busybox(mailHogUser),
		config: v1.Config{
			Entrypoint:   []string{"MailHog"},
			Env:          []string{searchPath},
			ExposedPorts: map[string]struct{}{"1025/tcp": {}, "8025/tcp": {}},
			User:         "mailhog",
			WorkingDir:   "/home/mailhog",
		},
	}
}
