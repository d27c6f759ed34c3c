"""Counts its starts in a file, and serves the count and its user's number."""

import http.server
import os
import pathlib
import signal
import sys

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
STARTS = pathlib.Path("/data/starts")
with STARTS.open("a") as file:
    file.write("started\n")


class Count(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{len(STARTS.read_text().splitlines())} by {os.getuid()}".encode())


http.server.HTTPServer(("", 8000), Count).serve_forever()
