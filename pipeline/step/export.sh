# Turns Pipfile.lock into requirements files below /export, one for production
# and one for what development needs. The index is the installer's business, so
# Pipenv's line about it is left out.
set -eu
export PIPENV_IGNORE_VIRTUALENVS=1 PIPENV_NOSPIN=1 PIPENV_QUIET=1 PIPENV_VENV_IN_PROJECT=0 WORKON_HOME=/tmp
pipenv=/opt/pipenv/bin/pipenv

if ! $pipenv verify >/tmp/verify 2>&1; then
    cat /tmp/verify >&2
    echo "Pipfile.lock: it does not match Pipfile; run \`pipenv lock\` and commit both" >&2
    exit 1
fi
mkdir /export
$pipenv requirements --hash | grep -v '^-' >/export/requirements.txt || true
$pipenv requirements --hash --dev-only | grep -v '^-' >/export/requirements-dev.txt || true
