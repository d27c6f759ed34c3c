"""Pins the packages of requirements files in a file of PEP 751, by what the index says of them.

No code of a package runs here, because it could read the index's credentials. The resolution of loose requirements needs
the metadata of each package, which only a wheel has: if there is none for this Python, the result is the package's source,
and this runs again when a wheel of it is built.

Prints JSON: {"missing": SOURCE} for such a package, or {"build": [SOURCE, …]} for those that have to be built before they
can be installed. A SOURCE has name, version, url, hash and subdirectory.

A result that exists already has the versions that are taken if they fit.

arguments: the name of the result; "exact" if the requirements are pinned with hashes, "within" if no other version than
those of the result that exists may be taken, else "resolve"; a JSON list of the SOURCEs whose wheels are in the folders of
/wheels; the requirements files
"""

import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

import tomli_w
from packaging.pylock import PackageArchive, PackageSdist, Pylock, PylockSelectError, PylockValidationError
from packaging.utils import canonicalize_name

try:
    import tomllib
except ModuleNotFoundError:  # before Python 3.11
    import tomli as tomllib

PINS = pathlib.Path("/pins")
WHEELS = pathlib.Path("/wheels")
CONSTRAINTS = pathlib.Path("/tmp/constraints.txt")
UV = ["/opt/uv/bin/uv", "pip", "compile", "--quiet", "--python=/usr/local/bin/python3", "--no-header", "--no-annotate", "--format=pylock.toml"]

NEEDS_WHEEL = re.compile(r"Wheels are required for `([^`]+)` because building from source is disabled")
HASH = re.compile(r"(?:--hash[=\s]\s*|[#&])(sha\d+)[:=]([0-9a-fA-F]+)")
NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^]]*\])?\s*(@?)")


def main():
    name, mode, built, *files = sys.argv[1:]
    built = {canonicalize_name(source["name"]): source for source in json.loads(built)}
    lock, missing = pin(name, mode, files, built) if files else ({"lock-version": "1.0", "created-by": "uv", "packages": []}, None)
    if missing:
        print(json.dumps({"missing": missing}))
        return
    (PINS / name).write_text(tomli_w.dumps(lock), "utf-8")
    try:
        chosen = list(Pylock.from_dict(lock).select())
    except (PylockSelectError, PylockValidationError) as error:
        sys.exit(f"{name}: {error}; lock it again for the app's Python")
    print(json.dumps({"build": [source(package, file) for package, file in chosen if must_be_built(file)]}))


def pin(name, mode, files, built):
    """Returns the lock and None, or None and the source of the package whose metadata is missing."""
    lines = [line for file in files for line in requirements(pathlib.Path(file))]
    # Their metadata is in the archive only, and a release of the index has it in the index.
    addresses = [f"--no-build-package={match[1]}" for match in map(NAME.match, lines) if match and match[2]]
    pinned = ["--no-deps", *addresses]
    wanted = pinned if mode == "exact" else ["--no-build", *(f"--find-links={folder}" for folder in sorted(WHEELS.glob("*")))]
    if mode == "within":
        CONSTRAINTS.write_text("".join(f"{p['name']}=={p['version']}\n" for p in read(PINS / name).get("packages", []) if "version" in p), "utf-8")
        wanted.append(f"--constraint={CONSTRAINTS}")
    done, text = compile([*wanted, f"--output-file={PINS / name}", *files])
    if not done:
        needed = NEEDS_WHEEL.search(text)
        if mode == "exact" or not needed or canonicalize_name(needed[1]) in built:
            sys.exit(text)
        return None, find(needed[1], text, [*pinned, *files])
    lock = read(PINS / name)
    for package in lock.get("packages", []):
        origin = built.get(canonicalize_name(package["name"]))
        if origin and any(wheel["url"].startswith("file:") for wheel in package.get("wheels", [])):
            del package["wheels"]
            algorithm, _, value = origin["hash"].partition(":")
            package["sdist"] = {"url": origin["url"], "hashes": {algorithm: value}}
        for file in files_of(package):
            file["url"] = without_login(file["url"])
    if mode == "exact":
        keep_hashed(lock, lines)
    return lock, None


def read(file):
    return tomllib.loads(file.read_text("utf-8"))


def compile(arguments, requirements=None):
    """Runs uv; returns whether it succeeded, and its output or its error."""
    run = subprocess.run([*UV, *arguments], input=requirements, capture_output=True, text=True, check=False)
    return run.returncode == 0, run.stdout if run.returncode == 0 else run.stderr


def find(name, error, pinned):
    """Returns the source of a package without a wheel: of the version that the error names, or the requirements, or the newest."""
    version = re.search(rf"\b{re.escape(name)}==([^\s,]+) has no", error)
    for attempt in [([f"{name}=={version[1]}"] if version else None), None, [name]]:
        if attempt:
            done, text = compile(["--no-deps", "-"], attempt[0])
        else:
            done, text = compile(pinned)
        for package in tomllib.loads(text).get("packages", []) if done else []:
            if canonicalize_name(package["name"]) == canonicalize_name(name) and "sdist" in package:
                algorithm, value = next(iter(package["sdist"]["hashes"].items()))
                return {"name": name, "version": package.get("version", ""), "url": without_login(package["sdist"]["url"]),
                        "hash": f"{algorithm}:{value}", "subdirectory": ""}
    sys.exit(error)


def requirements(file):
    """Yields the lines of a requirements file and of those that it includes, with their continuations."""
    text = re.sub(r"\\\r?\n", " ", file.read_text("utf-8-sig"))
    for line in text.splitlines():
        line = re.sub(r"(?:^|\s)#.*", "", line).strip()
        include = re.match(r"(?:-r|--requirement)[=\s]*(\S+)", line)
        if include:
            yield from requirements(file.parent / include[1])
        elif line and not line.startswith("-"):
            yield line


def files_of(package):
    return [file for file in [*package.get("wheels", []), package.get("sdist"), package.get("archive")] if file]


def without_login(url):
    parts = urllib.parse.urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def keep_hashed(lock, lines):
    """Leaves those files whose hashes the requirements have: the index may offer others since they were locked."""
    allowed = {}
    for line in lines:
        match = NAME.match(line)
        if match:
            hashes = {f"{algorithm}:{value.lower()}" for algorithm, value in HASH.findall(line)}
            allowed.setdefault(canonicalize_name(match[1]), set()).update(hashes)
    for package in lock.get("packages", []):
        hashes = allowed.get(canonicalize_name(package["name"]), set())
        for key, files in [("wheels", package.get("wheels", [])), ("sdist", [package.get("sdist")]), ("archive", [package.get("archive")])]:
            kept = [file for file in files if file and hashes & {f"{algorithm}:{value}" for algorithm, value in file["hashes"].items()}]
            package.pop(key, None)
            if kept:
                package[key] = kept if key == "wheels" else kept[0]
        if not files_of(package):
            sys.exit(f"hash mismatch for `{package['name']}=={package.get('version', '')}`: the index has no file with a hash of the lock")


def must_be_built(file):
    return isinstance(file, PackageSdist) or isinstance(file, PackageArchive) and not urllib.parse.urlsplit(file.url).path.endswith(".whl")


def source(package, file):
    algorithm, value = next(iter(file.hashes.items()))
    return {"name": package.name, "version": str(package.version or ""), "url": file.url, "hash": f"{algorithm}:{value}",
            "subdirectory": getattr(file, "subdirectory", None) or ""}


main()
