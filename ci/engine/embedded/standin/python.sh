ln -s /usr/bin/python@VERSION@ "$1/usr/local/bin/python@VERSION@"
ln -s python@VERSION@ "$1/usr/local/bin/python3"
ln -s python3 "$1/usr/local/bin/python"
if [ -e "$1/usr/bin/python@VERSION@-config" ]; then
  ln -s /usr/bin/python@VERSION@-config "$1/usr/local/bin/python@VERSION@-config"
  ln -s python@VERSION@-config "$1/usr/local/bin/python3-config"
  ln -s python3-config "$1/usr/local/bin/python-config"
fi
chroot "$1" /bin/sh -ec '
  cd /usr/share/python-wheels
  PYTHONPATH=$(echo pip-*.whl) python3 -m pip install --quiet --no-index --no-cache-dir --no-compile \
    --root-user-action=ignore --find-links=. @PROJECTS@'
