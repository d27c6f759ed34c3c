mkdir -p "$1/usr/bin" "$1/usr/sbin" "$1/bin" "$1/sbin" "$1/etc"
[ -e "$1/bin/busybox" ] || ln -s /usr/bin/busybox "$1/bin/busybox"
chroot "$1" /bin/busybox --install -s
echo 'root:x:0:0:root:/root:/bin/sh' > "$1/etc/passwd"
echo 'root:x:0:' > "$1/etc/group"
install -d -m 0700 "$1/root"
install -d -m 1777 "$1/tmp"
