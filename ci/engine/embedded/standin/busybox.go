package standin

import "python-pipeline/ci/engine/embedded/debian"

// searchPath is where the official images look for programs.
const searchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// installBusybox makes of one program a small system, as the official images'
// Alpine is: its applets, the user root, and a place for temporary files. Debian
// 13 has the program below /usr, and applets are links to the one in /bin.
const installBusybox = `
mkdir -p "$1/usr/bin" "$1/usr/sbin" "$1/bin" "$1/sbin" "$1/etc"
[ -e "$1/bin/busybox" ] || ln -s /usr/bin/busybox "$1/bin/busybox"
chroot "$1" /bin/busybox --install -s
echo 'root:x:0:0:root:/root:/bin/sh' > "$1/etc/passwd"
echo 'root:x:0:' > "$1/etc/group"
install -d -m 0700 "$1/root"
install -d -m 1777 "$1/tmp"
`

// busybox gives the system with packages unpacked into it and finished by a
// script.
func busybox(finish string, packages ...string) debian.Rootfs {
	return debian.Rootfs{Bare: true, Packages: append([]string{"busybox-static"}, packages...), Customize: installBusybox + finish}
}
