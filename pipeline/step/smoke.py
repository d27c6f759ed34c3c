"""Starts the app in its image and looks at how it does.

argument: a JSON object with
  command    what to run
  output     text that standard output must hold, "" for any
  status     expected exit status, null for an app that has to stay up
  stays      seconds for which such an app has to stay up
  stop       signal that has to end it
  timeout    seconds for the whole check

Prints a JSON object: ok, problem, status, seconds, log. The exit status is 1
when something is wrong.
"""

import json
import signal
import subprocess
import sys
import threading
import time

LOG = 20_000  # characters that are kept of the app's output
STOPS_WITHIN = 10  # seconds


def main(check):
    started = time.monotonic()
    try:
        result = run(check)
    except OSError as error:
        result = {"problem": f"{check['command'][0]}: {error.strerror}", "status": None, "log": ""}
    result["seconds"] = round(time.monotonic() - started, 3)
    result["ok"] = not result["problem"]
    print(json.dumps(result))
    return 0 if result["ok"] else 1


def run(check):
    app = subprocess.Popen(check["command"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = collect(app.stdout), collect(app.stderr)
    problem = stays_up(app, check) if check["status"] is None else ends(app, check)
    if app.poll() is None:
        app.kill()
    status = app.wait()
    for reader in (out, err):
        reader.thread.join(timeout=2)
    if not problem and check["output"] not in out.text():
        problem = f"its standard output does not hold {check['output']!r}"
    return {"problem": problem, "status": status, "log": (out.text() + err.text())[-LOG:]}


def ends(app, check):
    try:
        status = app.wait(timeout=check["timeout"])
    except subprocess.TimeoutExpired:
        return f"it did not end within {check['timeout']:g} s"
    if status != check["status"]:
        return f"it ended with {said(status)}, not with exit status {check['status']}"
    return ""


def stays_up(app, check):
    try:
        status = app.wait(timeout=check["stays"])
        # A program that has done its work and says so is no failure.
        return "" if status == 0 else f"it ended with {said(status)}"
    except subprocess.TimeoutExpired:
        pass
    app.send_signal(getattr(signal, check["stop"]))
    try:
        app.wait(timeout=STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        return f"{check['stop']} did not stop it within {STOPS_WITHIN} s"
    return ""


def said(status):
    return f"signal {-status}" if status < 0 else f"exit status {status}"


class collect:
    """Reads a stream to its end, so that the app never waits for a reader."""

    def __init__(self, stream):
        self.parts = []
        self.thread = threading.Thread(target=self.read, args=(stream,), daemon=True)
        self.thread.start()

    def read(self, stream):
        for line in stream:
            self.parts.append(line.decode(errors="replace"))

    def text(self):
        return "".join(self.parts)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
