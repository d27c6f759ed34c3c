package standin

import (
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/program"
)

// busybox makes of one program a small system, as the official image's Alpine
// is: its applets, the user, and a place for temporary files. Debian 13 has the
// program below /usr, and applets are links to the one in /bin.
const busybox = `
mkdir -p "$1/usr/bin" "$1/usr/sbin" "$1/bin" "$1/sbin"
[ -e "$1/bin/busybox" ] || ln -s /usr/bin/busybox "$1/bin/busybox"
chroot "$1" /bin/busybox --install -s
cat > "$1/etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
mailhog:x:1000:1000::/home/mailhog:/bin/sh
END
cat > "$1/etc/group" <<'END'
root:x:0:
mailhog:x:1000:
END
install -d -m 0700 "$1/root"
install -d -m 0755 -o 1000 -g 1000 "$1/home/mailhog"
install -d -m 1777 "$1/tmp"
`

// mailHog gives the stand-in of MailHog. No Debian package has the program, and
// it needs nothing of a system.
func mailHog(suite string) Image {
	return Image{
		Reference: "mailhog/mailhog:" + program.MailHogVersion,
		Programs:  &program.MailHog,
		suite:     suite,
		rootfs:    debian.Rootfs{Bare: true, Packages: []string{"busybox-static"}, Customize: busybox},
		config: v1.Config{
			Entrypoint:   []string{"MailHog"},
			Env:          []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
			ExposedPorts: map[string]struct{}{"1025/tcp": {}, "8025/tcp": {}},
			User:         "mailhog",
			WorkingDir:   "/home/mailhog",
		},
	}
}
