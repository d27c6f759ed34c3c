"""Builds a package, and looks for what a build must not find. NAME and VERSION are those of the wheel that it makes."""

import os
import zipfile

import hostile_start  # noqa: F401, it looks


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name, information = "NAME-VERSION-py3-none-any.whl", "NAME-VERSION.dist-info"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr(f"{information}/METADATA", "Metadata-Version: 2.1\nName: NAME\nVersion: VERSION\n")
        wheel.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{information}/RECORD", f"{information}/METADATA,,\n{information}/WHEEL,,\n{information}/RECORD,,\n")
    return name
