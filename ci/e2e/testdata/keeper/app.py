"""Keeps a file in its folder of data until it is stopped."""

import os
import pathlib
import signal
import sys

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
file = pathlib.Path(os.environ["DATA"], "kept")
file.write_text("data\n")
print(f"process {os.getpid()} of user {os.geteuid()} wrote a file of user {file.stat().st_uid}", flush=True)
while True:
    signal.pause()
