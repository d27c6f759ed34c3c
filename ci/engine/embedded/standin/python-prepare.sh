package="$1/tmp/mime-support"
mkdir -p "$package/DEBIAN"
cat > "$package/DEBIAN/control" <<'END'
Package: mime-support
Version: 99
Architecture: all
Maintainer: python-pipeline <root@localhost>
Description: nothing, in the place of media-types
END
dpkg-deb --root-owner-group --build "$package" "$package.deb" >/dev/null
chroot "$1" dpkg --install /tmp/mime-support.deb >/dev/null
rm -r "$package" "$package.deb"
