"""Greets, in the words of a data file, with the release of the package that is installed."""

import json
from importlib import metadata, resources

import lark  # noqa: F401, a package of the lock

try:
    import tariffs
except ModuleNotFoundError:  # apps that do not name the folder
    tariffs = None


def text():
    words = json.loads(resources.files("greeter").joinpath("words.json").read_text())
    rates = f", a letter is {tariffs.RATES['letter']}" if tariffs else ""
    return f"{words['greeting']} from greeter {metadata.version('greeter')}{rates}"


def main():
    print(text())
