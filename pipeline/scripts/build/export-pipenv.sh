# Converts Pipfile.lock to requirements files below /export, one for production and one for development, without the
# line that names the index: uv gets it as an option.
set -eu
export PIPENV_IGNORE_VIRTUALENVS=1 PIPENV_NOSPIN=1 PIPENV_QUIET=1 PIPENV_VENV_IN_PROJECT=0 WORKON_HOME=/tmp
pipenv=/opt/export/bin/pipenv

if ! $pipenv verify >/tmp/verify 2>&1; then
    cat /tmp/verify >&2
    if grep -q '^Pipfile.lock is out-of-date' /tmp/verify; then
        echo "Pipfile.lock: it does not match Pipfile; run \`pipenv lock\` and commit both" >&2
    else
        echo "Pipfile: Pipenv cannot check whether Pipfile.lock matches it; fix the error above" >&2
    fi
    exit 1
fi

# arguments: the file to write, then options that select packages
requirements() {
    file=$1
    shift
    # A pipe would hide that Pipenv failed.
    $pipenv requirements --hash "$@" >/tmp/requirements
    # grep ends with 1 if the lock has no such packages.
    grep -v '^-' /tmp/requirements >"$file" || [ $? -eq 1 ]
}

mkdir /export
requirements /export/requirements.txt
requirements /export/requirements-dev.txt --dev-only
