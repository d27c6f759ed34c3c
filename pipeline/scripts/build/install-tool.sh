# Installs a tool of the pipeline in a virtual environment of its own, by the pins in /pipeline/tool.txt.
#
# arguments: the folder
set -eu
python3 -m venv --without-pip "$1"
/opt/uv/bin/uv pip install --quiet --python "$1/bin/python" --no-build --require-hashes --requirements /pipeline/tool.txt
