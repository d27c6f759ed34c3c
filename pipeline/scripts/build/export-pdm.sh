# Converts pdm.lock to requirements files below /export, one for production and one for the tests, without the packages that
# are built from folders or repositories, and without the lines that name the indexes: uv gets them as options. It needs no
# network: PDM compares the lock with pyproject.toml, and does not resolve.
#
# arguments: --group NAME and --extra NAME for what production has beside the usual packages, then the groups of packages that
# the tests need
set -eu
export PDM_CHECK_UPDATE=0 PDM_USE_VENV=0 PDM_IGNORE_SAVED_PYTHON=1 PDM_PYTHON=/usr/local/bin/python3
export PDM_CACHE_DIR=/tmp/pdm PDM_LOG_DIR=/tmp/pdm PDM_NON_INTERACTIVE=1
pdm=/opt/export/bin/pdm

# Any group selects production's packages too, and PDM calls an extra a group.
more=
while [ $# -gt 0 ]; do
    case $1 in
    --group | --extra) more="$more --group $2" && shift 2 ;;
    *) break ;;
    esac
done

if ! $pdm lock --check >/tmp/check 2>&1; then
    if grep -q "hash doesn't match" /tmp/check; then
        echo "pdm.lock: it does not match pyproject.toml; run \`pdm lock\` and commit both" >&2
    else
        cat /tmp/check >&2
        echo "pdm.lock: PDM cannot check whether it matches pyproject.toml; fix the error above" >&2
    fi
    exit 1
fi

# PDM refuses to export a lock with a package that has no hash.
awk '
    function flush() { if (!local) printf "%s", table; table = ""; local = 0 }
    /^\[\[package\]\]/ { flush() }
    /^(path|git|url = "file:)/ { local = 1 }
    { table = table $0 "\n" }
    END { flush() }
' pdm.lock >/tmp/pdm.lock

# arguments: the file to write, then options that select packages
requirements() {
    file=$1
    shift
    # A pipe would hide that PDM failed.
    $pdm export --lockfile /tmp/pdm.lock --format requirements "$@" >/tmp/requirements
    # grep ends with 1 if the lock has no such packages.
    grep -v -e '^[-#]' -e '^$' /tmp/requirements >"$file" || [ $? -eq 1 ]
}

mkdir /export
# shellcheck disable=SC2086 # words
requirements /export/requirements.txt ${more:---prod}
if [ $# -eq 0 ]; then
    : >/export/requirements-dev.txt
    exit
fi
for group in "$@"; do
    shift
    set -- "$@" --group "$group"
done
requirements /export/requirements-dev.txt --no-default "$@"
