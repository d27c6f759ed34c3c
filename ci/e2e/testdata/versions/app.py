"""Tells which Python answers."""

import sys

from flask import Flask

app = Flask(__name__)


@app.get("/")
def version():
    return f"{sys.version_info.major}.{sys.version_info.minor}"
