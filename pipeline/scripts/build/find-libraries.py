"""Prints the Debian packages whose libraries the virtual environment loads, as a JSON list.

A library that belongs to no package is the interpreter's or a wheel's, and in its place already.

arguments: the folder whose files are looked at
"""

import json
import os
import pathlib
import re
import subprocess
import sys

VENV = pathlib.Path("/venv")

# Packages that look for a library by its name when they are imported, so that no file of theirs tells the loader; with
# the Debian packages that have it, and the packages that bring it along where they are installed too.
LOADED_BY_NAME = {
    "cairocffi": (["libcairo2"], []),
    "psycopg": (["libpq5"], ["psycopg-binary", "psycopg-c"]),
    "python-magic": (["libmagic1"], []),
    "pyzbar": (["libzbar0"], []),
    "weasyprint": (["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"], []),
}


def main():
    libraries = set()
    for file in pathlib.Path(sys.argv[1]).rglob("*"):
        if file.is_file() and not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF":
            libraries |= loaded(file)
    packages = {package for library in libraries for package in owners(library)}
    print(json.dumps(sorted(packages | loaded_by_name())))


def loaded_by_name():
    """Returns the Debian packages that the installed packages of LOADED_BY_NAME need."""
    folders = VENV.glob("lib/python*/site-packages/*.dist-info")
    installed = {re.sub(r"[-_.]+", "-", folder.name.split("-")[0]).lower() for folder in folders}
    needed = set()
    for name, (packages, bring_it) in LOADED_BY_NAME.items():
        if name in installed and installed.isdisjoint(bring_it):
            needed.update(packages)
    return needed


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
