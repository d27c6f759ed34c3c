"""Prints the Debian packages whose libraries the virtual environment loads, as a JSON list.

A library that belongs to no package is the interpreter's or a wheel's, and in its place already.

arguments: the folder whose files are looked at
"""

import json
import os
import pathlib
import subprocess
import sys

VENV = pathlib.Path("/venv")


def main():
    libraries = set()
    for file in pathlib.Path(sys.argv[1]).rglob("*"):
        if file.is_file() and not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF":
            libraries |= loaded(file)
    print(json.dumps(sorted({package for library in libraries for package in owners(library)})))


def loaded(file):
    """Returns the libraries outside the environment that the loader finds for a file."""
    # For a static program ldd fails.
    output = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout
    paths = [line.split("=>")[1].split()[0] for line in output.splitlines() if "=> /" in line]
    return {path for path in paths if VENV not in pathlib.Path(path).parents}


def owners(library):
    """Returns the packages of a library; /lib is a link to /usr/lib, and a package may name either."""
    real = os.path.realpath(library)
    for path in (real, real.removeprefix("/usr"), library):
        found = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return [line.split(":")[0] for line in found.stdout.splitlines()]
    return []


if __name__ == "__main__":
    main()
