# Converts uv.lock to requirements files below /export, one for production and one for the tests, without the packages that
# are built from folders or repositories. It needs no network: uv compares the lock with pyproject.toml, and does not
# resolve.
#
# arguments: --unchecked where uv cannot compare them without a network, --group NAME and --extra NAME for what production
# has beside the usual packages, --package NAME for the member of a workspace that is exported, then the groups of packages
# that the tests need
set -eu
export UV_OFFLINE=1 UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
uv=/opt/uv/bin/uv

checked=true
more=
member=
while [ $# -gt 0 ]; do
    case $1 in
    --unchecked) checked=false && shift ;;
    --group | --extra) more="$more $1 $2" && shift 2 ;;
    --package) member="$1 $2" && shift 2 ;;
    *) break ;;
    esac
done

if $checked && ! $uv lock --check >/tmp/check 2>&1; then
    # uv resolves only if the lock does not match, and cannot without a network.
    if grep -q -e 'needs to be updated' -e '^error: No solution found' -e 'network was disabled' -e 'etwork connectivity is disabled' /tmp/check; then
        echo "uv.lock: it does not match pyproject.toml; run \`uv lock\` and commit both" >&2
    else
        cat /tmp/check >&2
        echo "uv.lock: uv cannot check whether it matches pyproject.toml; fix the error above" >&2
    fi
    exit 1
fi

# arguments: the file to write, then options that select packages
requirements() {
    file=$1
    shift
    # shellcheck disable=SC2086 # words
    $uv export --quiet --frozen --no-emit-local --no-header --no-annotate --format requirements.txt --output-file /tmp/requirements $member "$@" >/dev/null
    # grep ends with 1 if nothing is left.
    grep -v ' @ git+' /tmp/requirements >"$file" || [ $? -eq 1 ]
}

mkdir /export
# shellcheck disable=SC2086 # words
requirements /export/requirements.txt --no-default-groups $more
if [ $# -eq 0 ]; then
    : >/export/requirements-dev.txt
    exit
fi
for group in "$@"; do
    shift
    set -- "$@" --only-group "$group"
done
requirements /export/requirements-dev.txt "$@"
