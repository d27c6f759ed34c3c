echo 'mailhog:x:1000:1000::/home/mailhog:/bin/sh' >> "$1/etc/passwd"
echo 'mailhog:x:1000:' >> "$1/etc/group"
install -d -m 0755 -o 1000 -g 1000 "$1/home/mailhog"
