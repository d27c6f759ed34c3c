"""Downloads the source of a package and compares its hash. Nothing of it runs here.

arguments: the address, ALGORITHM:HASH, the file to write
"""

import base64
import hashlib
import os
import pathlib
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT = 15  # seconds
ATTEMPTS = 3


def main():
    url, wanted, file = sys.argv[1:]
    content = download(url)
    algorithm, _, value = wanted.partition(":")
    if hashlib.new(algorithm, content).hexdigest() != value.lower():
        sys.exit(f"{url}: hash mismatch: it is not the file that was locked")
    pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(file).write_bytes(content)


def download(url):
    request = urllib.request.Request(url)
    login = login_for(url)
    if login:
        # Not for another host to which the index redirects.
        request.add_unredirected_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code < 500 or attempt == ATTEMPTS:
                sys.exit(f"Failed to fetch {url}: HTTP error {error.code}")
        except OSError as error:
            if attempt == ATTEMPTS:
                sys.exit(f"Failed to fetch {url}: {getattr(error, 'reason', error)}")
        time.sleep(attempt)


def login_for(url):
    """Returns user:password of the index on the host of an address; "" for none."""
    parts = urllib.parse.urlsplit(url)
    for index in [os.environ.get("UV_DEFAULT_INDEX", ""), *os.environ.get("UV_INDEX", "").split()]:
        of_index = urllib.parse.urlsplit(index)
        if of_index.username and (of_index.scheme, of_index.hostname, of_index.port) == (parts.scheme, parts.hostname, parts.port):
            return urllib.parse.unquote(of_index.username) + ":" + urllib.parse.unquote(of_index.password or "")
    return ""


main()
