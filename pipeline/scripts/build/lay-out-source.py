"""Lays out the source below /tree as it is in the image.

argument: a file with a JSON object:
  files      paths below /source that belong to the image
  config     paths of configuration files below /source; they go to /config
  owner      number of the user and group that own the configuration
  compile    whether bytecode is compiled
  writable   absolute paths of folders below /app that the owner may write

Modes are 0644 or 0755 and times 0, independent of the checkout and the umask; only its owner can read the configuration.
"""

import compileall
import json
import os
import pathlib
import py_compile
import shutil
import sys

SOURCE, TREE = pathlib.Path("/source"), pathlib.Path("/tree")


def main(plan):
    for folder in ("app", "config"):
        (TREE / folder).mkdir(parents=True)
    for name in plan["files"]:
        place(SOURCE / name, TREE / "app" / name)
    for name in plan["config"]:
        # The copy is a file, because a link's target is not in /config. A link out of the source was refused before;
        # here it would read a file of this stage.
        if SOURCE.resolve() not in (SOURCE / name).resolve().parents:
            sys.exit(f"source: {name} leads out of the app's folder")
        shutil.copyfile(SOURCE / name, TREE / "config" / pathlib.PurePath(name).name)
    if plan["compile"]:
        compile_bytecode()
    for name in plan["writable"]:
        (TREE / name.lstrip("/")).mkdir(parents=True, exist_ok=True)
    normalise()
    for name in plan["writable"]:
        folder = TREE / name.lstrip("/")
        # Group 0 may write too, for platforms that choose the user's number.
        os.chown(folder, plan["owner"], 0)
        os.chmod(folder, 0o2775)
    for name in plan["config"]:
        target = TREE / "config" / pathlib.PurePath(name).name
        os.chmod(target, 0o400)
        os.chown(target, plan["owner"], plan["owner"])


def place(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target, follow_symlinks=False)
    if not source.is_symlink():
        shutil.copymode(source, target)


def compile_bytecode():
    done = compileall.compile_dir(
        TREE / "app", quiet=1, workers=1, stripdir=str(TREE), prependdir="/", maxlevels=100,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    if not done:
        sys.exit("source: a file does not compile; see above")


def normalise():
    for folder, folders, names in os.walk(TREE, topdown=False):
        for name in names + folders:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                executable = os.path.isdir(path) or os.stat(path).st_mode & 0o100
                os.chmod(path, 0o755 if executable else 0o644)
            os.utime(path, (0, 0), follow_symlinks=False)
    os.utime(TREE, (0, 0))


if __name__ == "__main__":
    main(json.loads(pathlib.Path(sys.argv[1]).read_text()))
