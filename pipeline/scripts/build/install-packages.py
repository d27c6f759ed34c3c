"""Installs packages into the virtual environment /venv, and creates it first if necessary.

Nothing is built here, and no program of the environment runs, because its packages could read the download cache and the
index's credentials: uv runs another interpreter in its place.

arguments: the file of PEP 751 with the packages, "" for none; a JSON list of {folder, name, version}: wheels that were
built, one in each folder; with the name of a package of the file, or "" for one that is installed in addition
"""

import hashlib
import json
import pathlib
import subprocess
import sys

import tomli_w
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

try:
    import tomllib
except ModuleNotFoundError:  # before Python 3.11
    import tomli as tomllib

VENV = pathlib.Path("/venv")
UV = "/opt/uv/bin/uv"
INTERPRETER = "--python=/opt/uv/interpreter"
LOCK = pathlib.Path("/tmp/pylock.toml")
# The names of the packages that are not in the file, for the step that sorts files into layers.
ADDED = pathlib.Path("/pipeline/added.json")


def main():
    file, built = sys.argv[1], json.loads(sys.argv[2])
    if not VENV.exists():
        # Not the interpreter of this program, whose own environment may lead past the image's path to the same one.
        subprocess.run(["/usr/local/bin/python3", "-m", "venv", "--without-pip", str(VENV)], check=True)
    for script in VENV.glob("bin/[Aa]ctivate*"):
        script.unlink()
    lock = tomllib.loads(pathlib.Path(file).read_text("utf-8")) if file else {"lock-version": "1.0", "created-by": "python-pipeline", "packages": []}
    added = [use(lock, wheel) for wheel in built]
    ADDED.write_text(json.dumps([name for name in added if name]), "utf-8")
    if lock["packages"]:
        LOCK.write_text(tomli_w.dumps(lock), "utf-8")
        uv("install", "--no-build", "--preview-features=pylock", f"--requirements={LOCK}")
    for record in VENV.glob("lib/python3.*/site-packages/*.dist-info/RECORD"):
        forget(record)
    VENV.joinpath(".lock").unlink(missing_ok=True)
    uv("check")


def use(lock, wheel):
    """Puts a wheel into the lock; returns its name if the lock did not have the package."""
    files = list(pathlib.Path(wheel["folder"]).iterdir())
    try:
        name, version, _, _ = parse_wheel_filename(files[0].name)
    except (IndexError, InvalidWheelFilename):
        sys.exit(f"{wheel['name'] or 'package'}: its build made {', '.join(f.name for f in files) or 'nothing'}, not a wheel")
    if len(files) > 1:
        sys.exit(f"{wheel['name'] or name}: its build made {len(files)} files, not one wheel")
    if wheel["name"] and (name, str(version)) != (canonicalize_name(wheel["name"]), wheel["version"] or str(version)):
        sys.exit(f"{wheel['name']} {wheel['version']}: its build made a wheel of {name} {version}; a package may build only itself")
    entry = next((p for p in lock["packages"] if canonicalize_name(p["name"]) == name), None) if wheel["name"] else None
    added = entry is None
    if added:
        entry = {"name": name}
        lock["packages"].append(entry)
    for key in ["sdist", "archive", "index"]:
        entry.pop(key, None)
    entry["version"] = str(version)
    digest = hashlib.sha256(files[0].read_bytes()).hexdigest()
    entry["wheels"] = [{"name": files[0].name, "path": str(files[0]), "hashes": {"sha256": digest}}]
    return name if added else None


def uv(*arguments):
    run = subprocess.run([UV, "pip", arguments[0], "--quiet", INTERPRETER, *arguments[1:]], check=False)
    if run.returncode:
        sys.exit(run.returncode)


def forget(record):
    """Removes the time of a wheel, which uv keeps, so that the layers of two builds are equal."""
    cache = record.with_name("uv_cache.json")
    if cache.exists():
        cache.unlink()
        lines = record.read_text("utf-8").splitlines(keepends=True)
        record.write_text("".join(line for line in lines if not line.startswith(f"{record.parent.name}/uv_cache.json,")), "utf-8")


main()
