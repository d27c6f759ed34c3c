# Converts Pipfile.lock to requirements files below /export, one for production and one for development, without the packages
# that are built from folders or repositories, and without the line that names the index: uv gets it as an option.
#
# arguments: --group NAME for each section that production has beside the section "default", then the sections that the
# tests need
set -eu
export PIPENV_IGNORE_VIRTUALENVS=1 PIPENV_NOSPIN=1 PIPENV_QUIET=1 PIPENV_VENV_IN_PROJECT=0 WORKON_HOME=/tmp
pipenv=/opt/export/bin/pipenv

sections=default
while [ "${1-}" = --group ]; do
    sections=$sections,$2
    shift 2
done

if ! $pipenv verify >/tmp/verify 2>&1; then
    cat /tmp/verify >&2
    if grep -q '^Pipfile.lock is out-of-date' /tmp/verify; then
        echo "Pipfile.lock: it does not match Pipfile; run \`pipenv lock\` and commit both" >&2
    else
        echo "Pipfile: Pipenv cannot check whether Pipfile.lock matches it; fix the error above" >&2
    fi
    exit 1
fi

# arguments: the file to write, then sections, with commas between them
requirements() {
    # A pipe would hide that Pipenv failed.
    $pipenv requirements --hash --categories "$2" >/tmp/requirements
    # A path may be without ./ at its beginning. grep ends with 1 if the lock has no such packages.
    grep -v -e '^[-.]' -e '^[^ @=;]*/' -e '@ *file:' -e '@ *git+' /tmp/requirements >"$1" || [ $? -eq 1 ]
}

mkdir /export
requirements /export/requirements.txt "$sections"
if [ $# -eq 0 ]; then
    : >/export/requirements-dev.txt
    exit
fi
requirements /export/requirements-dev.txt "$(IFS=, && echo "$*")"

# The tests get what ships: a package in both sections of the lock may have another version in the second one.
awk '
function name(line) { sub(/[^A-Za-z0-9._-].*/, "", line); gsub(/[-_.]+/, "-", line); return tolower(line) }
function pin(line) { sub(/[ ;].*/, "", line); sub(/^[^=]*/, "", line); return line }
FILENAME == ARGV[1] { ships[name($0)] = pin($0); next }
!(name($0) in ships) || ships[name($0)] == pin($0)
' /export/requirements.txt /export/requirements-dev.txt >/tmp/requirements
cp /tmp/requirements /export/requirements-dev.txt
