# Converts poetry.lock to requirements files below /export, one for production and one for the tests. It needs no
# network: Poetry compares the lock with pyproject.toml, and does not resolve.
#
# arguments: the groups of packages that the tests need
set -eu
export POETRY_CACHE_DIR=/tmp/poetry POETRY_NO_INTERACTION=1 POETRY_VIRTUALENVS_CREATE=false PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring

# arguments: the file to write, then the groups
requirements() {
    if ! /opt/export/bin/poetry export --without-urls --output "$1" --only "$2" >/tmp/said 2>&1; then
        if grep -q 'changed significantly' /tmp/said; then
            echo "poetry.lock: it does not match pyproject.toml; run \`poetry lock\` and commit both" >&2
        else
            cat /tmp/said >&2
            echo "poetry.lock: Poetry cannot export it; fix the error above" >&2
        fi
        exit 1
    fi
}

mkdir /export
requirements /export/requirements.txt main
if [ $# -eq 0 ]; then
    : >/export/requirements-dev.txt
    exit
fi
# The groups, with commas between them.
requirements /export/requirements-dev.txt "$(IFS=, && echo "$*")"
