"""Sorts an installed virtual environment into layers that depend on content alone.

A package of 1 MB or more is a layer of its own (the 20 largest at most); the
others go by the hash of their name into 4 fixed groups. Whoever installs the
same package gets the same layer, on any machine and beside any other package.
Bytecode is compiled here, a process for each package: what one compilation
leaves in memory changes the bytes of the next.

Writes LAYERS/<name>/venv/… as hard links and LAYERS/index.json.
"""

import concurrent.futures
import hashlib
import importlib.metadata
import json
import os
import pathlib
import re
import subprocess
import sys

VENV = pathlib.Path("/venv")
LAYERS = pathlib.Path("/layers")
OWN_LAYER = 1_000_000  # bytes
MOST_OWN_LAYERS = 20
GROUPS = 4


def main():
    site = next(VENV.glob("lib/python3.*/site-packages"))
    files = {distribution: installed(distribution, site) for distribution in distributions(site)}
    compile_bytecode(site, files)
    layers = assign(files)
    taken = {file for members in layers.values() for file in members}
    layers["00-venv"] = [file for file in everything(VENV) if file not in taken]
    index = []
    for name, members in sorted(layers.items()):
        size = link(LAYERS / name, members)
        index.append({"name": name, "bytes": size, "files": len(members)})
    (LAYERS / "index.json").write_text(json.dumps(index))


def distributions(site):
    found = importlib.metadata.distributions(path=[str(site)])
    return sorted({canonical(d.metadata["Name"]): d for d in found}.values(), key=lambda d: canonical(d.metadata["Name"]))


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def installed(distribution, site):
    """The files of a distribution, by its own record, without bytecode."""
    paths = {pathlib.Path(os.path.normpath(site / file)) for file in distribution.files or []}
    return sorted(p for p in paths if p.suffix != ".pyc" and (p.is_file() or p.is_symlink()) and VENV in p.parents)


def compile_bytecode(site, files):
    """Adds bytecode to every distribution's files.

    Times of 0 would make bytecode that is checked by time stale, so it is
    marked as never to be checked.
    """

    def one(distribution):
        sources = [f for f in files[distribution] if f.suffix == ".py" and site in f.parents]
        if not sources:
            return
        command = [sys.executable, "-s", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-i", "-"]
        # A package may carry templates or sources for other versions that do
        # not compile; importing one says so.
        subprocess.run(command, input="\n".join(map(str, sources)), text=True, env={"PYTHONHASHSEED": "0"},
                       stdout=subprocess.DEVNULL, check=False)
        files[distribution] += [p for p in map(bytecode, sources) if p.exists()]

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, files))


def bytecode(source):
    return source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"


def assign(files):
    sizes = {d: sum(f.lstat().st_size for f in members) for d, members in files.items()}
    large = [d for d in sorted(files, key=lambda d: (-sizes[d], canonical(d.metadata["Name"]))) if sizes[d] >= OWN_LAYER]
    own = set(large[:MOST_OWN_LAYERS])
    layers, taken = {}, set()
    for distribution, members in files.items():
        name = canonical(distribution.metadata["Name"])
        group = int(hashlib.sha256(name.encode()).hexdigest(), 16) % GROUPS
        layer = f"20-{name}" if distribution in own else f"10-group-{group}"
        # Two distributions may claim one file; it is in one layer.
        layers.setdefault(layer, []).extend(f for f in members if f not in taken)
        taken.update(members)
    return layers


def everything(root):
    for folder, folders, names in os.walk(root):
        for name in names + [f for f in folders if os.path.islink(os.path.join(folder, f))]:
            yield pathlib.Path(folder, name)


def link(layer, members):
    size = 0
    for file in members:
        target = layer / file.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(file, target, follow_symlinks=False)
        size += file.lstat().st_size
    for folder, folders, names in os.walk(layer, topdown=False):
        for name in names:
            normalise(os.path.join(folder, name))
        for name in folders:
            normalise(os.path.join(folder, name))
    if layer.exists():
        normalise(layer)
    return size


def normalise(path):
    if not os.path.islink(path):
        executable = os.path.isdir(path) or os.stat(path).st_mode & 0o100
        os.chmod(path, 0o755 if executable else 0o644)
    os.utime(path, (0, 0), follow_symlinks=False)


if __name__ == "__main__":
    main()
