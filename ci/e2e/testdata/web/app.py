"""A web service without a framework: one address that says what runs it."""

import json
import sys


def application(environ, start_response):
    if environ["PATH_INFO"] != "/health":
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"no such address\n"]
    body = json.dumps({"status": "ok", "python": sys.version.split()[0]}).encode()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [body]
