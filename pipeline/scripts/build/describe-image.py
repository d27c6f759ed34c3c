"""Writes what the manifest of an image says, as JSON.

arguments: an OCI archive with one image, of which nothing is executed, and the file to write
"""

import json
import pathlib
import sys
import tarfile


def main(path, result):
    with tarfile.open(path) as archive:
        def read(name):
            return json.load(archive.extractfile(name))

        digest = read("index.json")["manifests"][0]["digest"]
        layers = read("blobs/" + digest.replace(":", "/"))["layers"]
    described = {"digest": digest, "layers": len(layers), "bytes": sum(layer["size"] for layer in layers)}
    pathlib.Path(result).write_text(json.dumps(described))


main(*sys.argv[1:])
