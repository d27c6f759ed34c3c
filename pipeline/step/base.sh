# One step of the base of dev and prod. What it leaves is equal on every machine,
# so that one build pushes what another one has pushed before: no logs, no
# caches, fixed times.
#
# arguments: "updates", for Debian's security updates and an image without pip;
# "packages" and Debian packages to add; or "user", its name and its number
set -eu
what=$1
shift
export DEBIAN_FRONTEND=noninteractive PYTHONDONTWRITEBYTECODE=1
marker=$(mktemp)

# An image that cannot install packages is one tool less for an intruder.
remove_pip() {
    bundled=$(python3 -c 'import importlib.util as u; s = u.find_spec("ensurepip"); print(s.submodule_search_locations[0] if s else "")')
    python3 -m pip uninstall -qq -y --root-user-action=ignore pip setuptools wheel 2>/dev/null || true
    packaged=$(dpkg-query -W -f '${binary:Package} ${db:Status-Status}\n' 'python3*-pip' 'python3*-pip-whl' 'python3*-setuptools' \
        'python3*-setuptools-whl' 'python3*-wheel' 'python3*-venv' 2>/dev/null | sed -n 's/ installed$//p')
    if [ -n "$packaged" ]; then
        # shellcheck disable=SC2086 # a list of names
        apt-get purge -qq -y $packaged >/dev/null
    fi
    rm -rf "$bundled"
}

# By default apt takes lists that it cannot download for a warning, and there
# would be no updates.
update() { apt-get update -qq -o APT::Update::Error-Mode=any -o Acquire::Retries=5; }

add_user() {
    groupadd --gid "$2" "$1"
    useradd --uid "$2" --gid "$2" --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$1"
    # The day of the last change of password is the day of the build.
    sed -i "s/^\($1:[^:]*:\)[0-9]*:/\11:/" /etc/shadow
}

case $what in
updates)
    update
    apt-get upgrade -qq -y --no-install-recommends >/dev/null
    remove_pip
    ;;
packages)
    update
    apt-get install -qq -y --no-install-recommends -- "$@" >/dev/null
    ;;
user) add_user "$@" ;;
esac

# A setuid or setgid program is a way to more rights than the app has. Folders
# keep the bit: there it only names the group of new files. A change of mode
# leaves the time of a file as it is, so the layer is equal on every engine.
find / -xdev -type f -perm /6000 -exec chmod a-s {} +

apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/cache/ldconfig/aux-cache \
    /var/lib/dpkg/*-old /var/backups/* /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid- /etc/subgid-
find /var/log /root -type f -delete
find / -xdev -newer "$marker" ! -path "$marker" -exec touch -h -d @0 {} +
rm "$marker"
touch -d @0 "$(dirname "$marker")"
