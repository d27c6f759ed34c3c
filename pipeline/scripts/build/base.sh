# Makes one layer of the base of dev and prod. The layer is equal on every machine, so that no build pushes again what
# another one has pushed: no logs, no caches, fixed times.
#
# arguments: "updates", which installs Debian's security updates and removes pip; "packages" and Debian packages to add;
# or "user", its name, its number, its home, and further folders that it may write
set -eu
what=$1
shift
export DEBIAN_FRONTEND=noninteractive PYTHONDONTWRITEBYTECODE=1
marker=$(mktemp)

# Without pip an intruder has one tool less.
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

# By default apt only warns of lists that it cannot download, and there would be no updates.
update() { apt-get update -qq -o APT::Update::Error-Mode=any -o Acquire::Retries=5; }

add_user() {
    name=$1 number=$2 home=$3
    groupadd --gid "$number" "$name"
    useradd --uid "$number" --gid "$number" --no-create-home --home-dir "$home" --shell /usr/sbin/nologin "$name"
    # The day of the last change of the password would be the day of the build.
    sed -i "s/^\($name:[^:]*:\)[0-9]*:/\11:/" /etc/shadow
    shift 2
    mkdir -p "$@"
    # Group 0 may write too, for platforms that choose the user's number.
    find "$home" -exec chown "$number:0" {} + -exec chmod 2775 {} +
    shift
    for folder in "$@"; do
        chown "$number:0" "$folder"
        chmod 2775 "$folder"
    done
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

# With a setuid or setgid program the app could get more rights. Folders keep the bit, which only sets the group of new
# files. A change of mode does not change the time of a file, so the layer is equal on every engine.
find / -xdev -type f -perm /6000 -exec chmod a-s {} +

apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/cache/ldconfig/aux-cache \
    /var/lib/dpkg/*-old /var/backups/* /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid- /etc/subgid-
find /var/log /root -type f -delete
find / -xdev -newer "$marker" ! -path "$marker" -exec touch -h -d @0 {} +
rm "$marker"
touch -d @0 "$(dirname "$marker")"
