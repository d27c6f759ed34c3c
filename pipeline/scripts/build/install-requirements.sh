# Installs requirements files into the virtual environment, and creates it first if necessary.
#
# No program of the environment runs here, because its packages could read the download cache and the index's
# credentials: uv runs another interpreter in its place.
#
# arguments: whether every requirement must have a hash (true or false), then the requirements files
set -eu
hashes=$1
shift

[ -e /venv ] || python3 -m venv --without-pip /venv
rm -f /venv/bin/[Aa]ctivate*

if [ $# -gt 0 ]; then
    for file in "$@"; do
        shift
        set -- "$@" -r "$file"
    done
    [ "$hashes" = false ] || set -- --require-hashes "$@"
    /opt/uv/bin/uv pip install --quiet --python /opt/uv/interpreter "$@"
fi

rm -f /venv/.lock
/opt/uv/bin/uv pip check --quiet --python /opt/uv/interpreter
