# Converts poetry.lock to requirements files below /export, one for production and one for the tests, without the packages
# that are built from folders or repositories. It needs no network: Poetry compares the lock with pyproject.toml, and does
# not resolve.
#
# arguments: --group NAME and --extra NAME for what production has beside the usual packages, then the groups of packages that
# the tests need
set -eu
export POETRY_CACHE_DIR=/tmp/poetry POETRY_NO_INTERACTION=1 POETRY_VIRTUALENVS_CREATE=false PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring

groups=main
extras=
while [ $# -gt 0 ]; do
    case $1 in
    --group) groups=$groups,$2 && shift 2 ;;
    --extra) extras="$extras --extras $2" && shift 2 ;;
    *) break ;;
    esac
done

# The image's Python has the minor version that the project asks for, and seldom the same patch level. Poetry repeats the
# project's versions of Python as a condition of each package; with a patch level it would leave all of them out.
patch_levels=$(sed -n 's/^python-versions = //p' poetry.lock | tail -n 1 | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' || true)

# arguments: the file to write, the groups, then options that select extras
requirements() {
    file=$1
    only=$2
    shift 2
    if ! /opt/export/bin/poetry export --without-urls --output /tmp/requirements --only "$only" "$@" >/tmp/said 2>&1; then
        if grep -q 'changed significantly' /tmp/said; then
            echo "poetry.lock: it does not match pyproject.toml; run \`poetry lock\` and commit both" >&2
        else
            cat /tmp/said >&2
            echo "poetry.lock: Poetry cannot export it; fix the error above" >&2
        fi
        exit 1
    fi
    for version in $patch_levels; do
        minor=${version%.*}
        sed -E -i "s,python_full_version (==|>=) \"$version\",python_version \1 \"$minor\",g" /tmp/requirements
        case $version in
        *.0) ;; # without an upper bound in this minor version
        *) sed -E -i "s,python_full_version <=? \"$version\",python_version <= \"$minor\",g" /tmp/requirements ;;
        esac
    done
    # grep ends with 1 if nothing is left.
    grep -v -e '^-e ' -e ' @ file:' -e ' @ git+' /tmp/requirements >"$file" || [ $? -eq 1 ]
}

mkdir /export
# shellcheck disable=SC2086 # words
requirements /export/requirements.txt "$groups" $extras
if [ $# -eq 0 ]; then
    : >/export/requirements-dev.txt
    exit
fi
# The groups, with commas between them.
requirements /export/requirements-dev.txt "$(IFS=, && echo "$*")"
