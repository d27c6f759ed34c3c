"""Builds a package, and makes uv forget what it knows of interpreters, so that it asks the next one again. That happens
without it too: an app that shares the cache and has another image takes the place of what is known."""

import glob
import os
import shutil
import zipfile


def build_wheel(folder, config_settings=None, metadata_directory=None):
    for known in glob.glob(os.path.join(os.environ["UV_CACHE_DIR"], "interpreter-*")):
        shutil.rmtree(known)
    name, information = "forgets-1.0-py3-none-any.whl", "forgets-1.0.dist-info"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr(f"{information}/METADATA", "Metadata-Version: 2.1\nName: forgets\nVersion: 1.0\n")
        wheel.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{information}/RECORD", f"{information}/METADATA,,\n{information}/WHEEL,,\n{information}/RECORD,,\n")
    return name
