# Makes the virtual environment /build/env with what the build of a package requires. Only wheels are installed, so no code
# of a package runs beside the index's credentials.
#
# arguments: the requirements files
set -eu
python3 -m venv --without-pip /build/env
for file in "$@"; do
    shift
    set -- "$@" -r "$file"
done
/opt/uv/bin/uv pip install --quiet --no-build --python /build/env/bin/python "$@" 2>/tmp/said || {
    cat /tmp/said >&2
    exit 1
}
