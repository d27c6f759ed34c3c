"""Calls the build backend of the package in /package, with the virtual environment /build/env.

The package's own code runs here, so the step has no credentials and no cache that others read.

arguments:
  requires NAME            writes what the build requires in addition to /build/more.txt
  wheel NAME EXTRA…        builds a wheel into /wheel, and prints JSON: {name, requires: [{name, text}]}, with the requirements on
                           this Python and of these extras
"""

import json
import os
import pathlib
import subprocess
import sys
import zipfile

from packaging.metadata import parse_email
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pyproject_hooks import BackendUnavailable, BuildBackendHookCaller

try:
    import tomllib
except ModuleNotFoundError:  # before Python 3.11
    import tomli as tomllib

PACKAGE = pathlib.Path("/package")
ENV = pathlib.Path("/build/env")
WHEEL = pathlib.Path("/wheel")


def main():
    action, name, *extras = sys.argv[1:]
    try:
        if action == "requires":
            more = backend().get_requires_for_build_wheel()
            pathlib.Path("/build/more.txt").write_text("".join(f"{requirement}\n" for requirement in more), "utf-8")
        else:
            WHEEL.mkdir()
            print(json.dumps(describe(WHEEL / backend().build_wheel(str(WHEEL)), extras)))
    except subprocess.CalledProcessError as error:
        sys.stderr.write(error.output)
        sys.exit(f"{name}: Failed to build: its build backend ended with status {error.returncode}")
    except BackendUnavailable as error:
        sys.exit(f"{name}: Failed to build: its build backend cannot be imported: {error}")


def backend():
    pyproject = PACKAGE / "pyproject.toml"
    system = tomllib.loads(pyproject.read_text("utf-8-sig")).get("build-system", {}) if pyproject.exists() else {}
    return BuildBackendHookCaller(
        str(PACKAGE), system.get("build-backend", "setuptools.build_meta:__legacy__"), system.get("backend-path"),
        runner=run, python_executable=str(ENV / "bin" / "python"))


def run(command, cwd=None, extra_environ=None):
    """Runs the backend without its output, which counts only if it fails."""
    environment = {**os.environ, "VIRTUAL_ENV": str(ENV), "PATH": f"{ENV}/bin:{os.environ['PATH']}", **(extra_environ or {})}
    subprocess.run(command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=True)


def describe(wheel, extras):
    with zipfile.ZipFile(wheel) as archive:
        file = next(n for n in archive.namelist() if n.count("/") == 1 and n.endswith(".dist-info/METADATA"))
        metadata, _ = parse_email(archive.read(file))
    requires = []
    for text in metadata.get("requires_dist", []):
        requirement = Requirement(text)
        if not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in extras or [""]):
            requirement.marker = None
            requires.append({"name": canonicalize_name(requirement.name), "text": str(requirement)})
    return {"name": canonicalize_name(metadata["name"]), "requires": requires}


main()
