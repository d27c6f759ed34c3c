#!/usr/local/bin/python3 -ISB
"""Runs uv's query of an interpreter as if it were /venv/bin/python.

uv queries the interpreter before it installs and before it checks. The environment's own Python would run every .pth file
of the packages that are installed already, with access to the download cache, the index's credentials and the network.
The image's Python gives the same answers, apart from the paths of the environment.

arguments: options of Python, and -c with uv's program
"""

import sys

sys.prefix = sys.exec_prefix = "/venv"
sys.executable = "/venv/bin/python"
exec(sys.argv[sys.argv.index("-c") + 1])
