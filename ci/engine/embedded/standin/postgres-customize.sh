chroot "$1" /bin/sh -ec '
  localedef --inputfile=en_US --charmap=UTF-8 en_US.UTF-8
  sed -i "s/^#\?listen_addresses .*/listen_addresses = '"'*'"'/" /usr/share/postgresql/@MAJOR@/postgresql.conf.sample
  install -d -m 3777 -o postgres -g postgres /var/run/postgresql
  install -d -m 1777 -o postgres -g postgres /var/lib/postgresql/data
  install -d /docker-entrypoint-initdb.d
  rm -f /etc/ssl/private/ssl-cert-snakeoil.key /etc/ssl/certs/ssl-cert-snakeoil.pem
  find /etc/ssl/certs -xtype l -delete'
cat > "$1/usr/local/bin/docker-entrypoint.sh" <<'END-OF-ENTRYPOINT'
@ENTRYPOINT@
END-OF-ENTRYPOINT
chmod 0755 "$1/usr/local/bin/docker-entrypoint.sh"
