"""Prints the Debian packages whose libraries the virtual environment loads, as
a JSON list. A library outside any package is the interpreter's own or a
wheel's, and is where it is needed."""

import json
import os
import pathlib
import subprocess

VENV = pathlib.Path("/venv")


def main():
    libraries = set()
    for file in VENV.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF":
            libraries |= loaded(file)
    print(json.dumps(sorted({package for library in libraries for package in owners(library)})))


def loaded(file):
    """The libraries outside the environment that the loader finds for a file."""
    # A static program is none to ldd, which says so and fails.
    said = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout
    paths = [line.split("=>")[1].split()[0] for line in said.splitlines() if "=> /" in line]
    return {path for path in paths if VENV not in pathlib.Path(path).parents}


def owners(library):
    """The packages that a library is from; /lib is a link to /usr/lib, and a package may name either."""
    real = os.path.realpath(library)
    for path in (real, real.removeprefix("/usr"), library):
        found = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return [line.split(":")[0] for line in found.stdout.splitlines()]
    return []


if __name__ == "__main__":
    main()
