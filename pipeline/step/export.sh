# Turns Pipfile.lock into requirements files below /export, one for production
# and one for what development needs. uv is told the index, so
# Pipenv's line about it is left out.
set -eu
export PIPENV_IGNORE_VIRTUALENVS=1 PIPENV_NOSPIN=1 PIPENV_QUIET=1 PIPENV_VENV_IN_PROJECT=0 WORKON_HOME=/tmp
pipenv=/opt/pipenv/bin/pipenv

if ! $pipenv verify >/tmp/verify 2>&1; then
    cat /tmp/verify >&2
    if grep -q '^Pipfile.lock is out-of-date' /tmp/verify; then
        echo "Pipfile.lock: it does not match Pipfile; run \`pipenv lock\` and commit both" >&2
    else
        echo "Pipfile: Pipenv cannot tell whether Pipfile.lock matches it; mend what it says above" >&2
    fi
    exit 1
fi

# arguments: the file to make, then which packages it is for
requirements() {
    file=$1
    shift
    # A pipe would hide that Pipenv failed.
    $pipenv requirements --hash "$@" >/tmp/requirements
    # 1 is grep's word for a lock without such packages.
    grep -v '^-' /tmp/requirements >"$file" || [ $? -eq 1 ]
}

mkdir /export
requirements /export/requirements.txt
requirements /export/requirements-dev.txt --dev-only
