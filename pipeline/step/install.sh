# Installs requirements files into the virtual environment, which is made
# first when it is not there.
#
# arguments: installer, whether every requirement must have a hash (true or
# false), then the requirements files
set -eu
installer=$1 hashes=$2
shift 2

[ -e /venv ] || python3 -m venv --without-pip /venv
rm -f /venv/bin/[Aa]ctivate*

if [ $# -gt 0 ]; then
    for file in "$@"; do
        shift
        set -- "$@" -r "$file"
    done
    [ "$hashes" = false ] || set -- --require-hashes "$@"
    case $installer in
    uv) /opt/uv/bin/uv pip install --quiet --python /venv/bin/python "$@" ;;
    pip) python3 -m pip --quiet --python /venv/bin/python install --no-compile --root-user-action=ignore "$@" ;;
    esac
fi

rm -f /venv/.lock
case $installer in
uv) /opt/uv/bin/uv pip check --quiet --python /venv/bin/python ;;
pip) python3 -m pip --quiet --python /venv/bin/python check ;;
esac
