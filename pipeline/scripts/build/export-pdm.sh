# Converts pdm.lock to requirements files below /export, one for production and one for the tests, without the lines that
# name the indexes: uv gets them as options. It needs no network: PDM compares the lock with pyproject.toml, and does not
# resolve.
#
# arguments: the groups of packages that the tests need
set -eu
export PDM_CHECK_UPDATE=0 PDM_USE_VENV=0 PDM_IGNORE_SAVED_PYTHON=1 PDM_PYTHON=/usr/local/bin/python3
export PDM_CACHE_DIR=/tmp/pdm PDM_LOG_DIR=/tmp/pdm PDM_NON_INTERACTIVE=1
pdm=/opt/export/bin/pdm

if ! $pdm lock --check >/tmp/check 2>&1; then
    if grep -q "hash doesn't match" /tmp/check; then
        echo "pdm.lock: it does not match pyproject.toml; run \`pdm lock\` and commit both" >&2
    else
        cat /tmp/check >&2
        echo "pdm.lock: PDM cannot check whether it matches pyproject.toml; fix the error above" >&2
    fi
    exit 1
fi

# arguments: the file to write, then options that select packages
requirements() {
    file=$1
    shift
    # A pipe would hide that PDM failed.
    $pdm export --format requirements "$@" >/tmp/requirements
    # grep ends with 1 if the lock has no such packages.
    grep -v -e '^[-#]' -e '^$' /tmp/requirements >"$file" || [ $? -eq 1 ]
}

mkdir /export
requirements /export/requirements.txt --prod
if [ $# -eq 0 ]; then
    : >/export/requirements-dev.txt
    exit
fi
for group in "$@"; do
    shift
    set -- "$@" --group "$group"
done
requirements /export/requirements-dev.txt --no-default "$@"
