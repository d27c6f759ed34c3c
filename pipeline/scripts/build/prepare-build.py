"""Unpacks the source of a package into /package, where it is an archive, and writes what its build requires to
/build/requires.txt. Nothing of the package runs here.

arguments: the archive, if any, and the folder in it that has the package
"""

import pathlib
import shutil
import sys

try:
    import tomllib
except ModuleNotFoundError:  # before Python 3.11
    import tomli as tomllib

PACKAGE = pathlib.Path("/package")
REQUIRES = pathlib.Path("/build/requires.txt")


def main():
    if len(sys.argv) > 1:
        archive, subdirectory = sys.argv[1:]
        unpack(archive, subdirectory)
    pyproject = PACKAGE / "pyproject.toml"
    if not pyproject.exists() and not PACKAGE.joinpath("setup.py").exists():
        pyproject.touch()  # else setuptools does not read setup.cfg
    project = tomllib.loads(pyproject.read_text("utf-8-sig")) if pyproject.exists() else {}
    # What PEP 517 says for a project that does not name its backend.
    requires = project.get("build-system", {}).get("requires", ["setuptools>=40.8.0"])
    REQUIRES.parent.mkdir(parents=True, exist_ok=True)
    REQUIRES.write_text("".join(f"{requirement}\n" for requirement in requires), "utf-8")


def unpack(archive, subdirectory):
    unpacked = pathlib.Path("/build/unpacked")
    shutil.unpack_archive(archive, unpacked)
    folders = list(unpacked.iterdir())
    if len(folders) != 1 or not folders[0].is_dir():
        sys.exit(f"{pathlib.Path(archive).name}: it has {len(folders)} entries at its top; the source of a package has one folder there")
    shutil.move(folders[0] / subdirectory, PACKAGE)


main()
