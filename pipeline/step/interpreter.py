#!/usr/local/bin/python3 -ISB
"""Answers for /venv/bin/python what uv asks an interpreter, without starting it.

uv asks before it installs and before it checks. The environment's own Python
would run every .pth file of the packages that are installed by then, beside the
download cache, the index's credentials and an open network. The image's Python
gives the same answers: only the places differ that an environment has for itself.

arguments: options of Python's and -c with the program that asks
"""

import sys

sys.prefix = sys.exec_prefix = "/venv"
sys.executable = "/venv/bin/python"
exec(sys.argv[sys.argv.index("-c") + 1])
