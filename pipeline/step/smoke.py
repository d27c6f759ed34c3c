"""Starts the app in its image and looks at how it does.

argument: a JSON object with
  release    what is run to its end before it, null for nothing
  command    what to run
  output     text that standard output must hold, "" for any
  status     expected exit status, null for an app that has to stay up
  stays      seconds for which such an app has to stay up
  stop       signal that has to end it
  http       for a web app: port, path, headers, status (null for any below
             500) and json, an object whose members the answer must have; null
             for any other app
  timeout    seconds for the whole check

Prints a JSON object: ok, problem, status, seconds, log. The exit status is 1
when something is wrong.
"""

import http.client
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
        result = {"problem": f"{error.filename}: {error.strerror}", "status": None, "log": ""}
    except subprocess.TimeoutExpired as error:
        result = {"problem": f"its release command did not end within {error.timeout:g} s", "status": None, "log": ""}
    result["seconds"] = round(time.monotonic() - started, 3)
    result["ok"] = not result["problem"]
    print(json.dumps(result))
    return 0 if result["ok"] else 1


def run(check):
    if check.get("release"):
        release = subprocess.run(check["release"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 timeout=check["timeout"], check=False)
        if release.returncode:
            return {"problem": f"its release command ended with {said(release.returncode)}", "status": release.returncode,
                    "log": release.stdout.decode(errors="replace")[-LOG:]}
    app = subprocess.Popen(check["command"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = collect(app.stdout), collect(app.stderr)
    if check.get("http"):
        problem = answers(app, check)
    elif check["status"] is None:
        problem = stays_up(app, check)
    else:
        problem = ends(app, check)
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
    return stops(app, check)


def stops(app, check):
    app.send_signal(getattr(signal, check["stop"]))
    try:
        app.wait(timeout=STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        return f"{check['stop']} did not stop it within {STOPS_WITHIN} s"
    return ""


def answers(app, check):
    """Asks the app over HTTP once it listens, and stops it."""
    wanted = check["http"]
    where = f"http://127.0.0.1:{wanted['port']}{wanted['path']}"
    deadline = time.monotonic() + check["timeout"]
    while True:
        if app.poll() is not None:
            return f"it ended with {said(app.returncode)} before it answered"
        left = deadline - time.monotonic()
        if left <= 0:
            return f"it did not answer at {where} within {check['timeout']:g} s"
        try:
            status, body = ask(wanted, left)
            break
        except OSError:
            time.sleep(0.05)
    if wanted["status"] is None and status >= 500 or wanted["status"] not in (None, status):
        return f"{where} answered {status}, not {wanted['status'] or 'below 500'}: {body[:500]}"
    return differs(where, body, wanted["json"]) or stops(app, check)


def ask(wanted, timeout):
    connection = http.client.HTTPConnection("127.0.0.1", wanted["port"], timeout=timeout)
    try:
        connection.request("GET", wanted["path"], headers=wanted["headers"] or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def differs(where, body, members):
    if not members:
        return ""
    try:
        answer = json.loads(body)
    except ValueError:
        return f"{where} answered no JSON: {body[:500]}"
    for name, value in members.items():
        if not isinstance(answer, dict) or answer.get(name) != value:
            return f"{where} answered {body[:500]}, which does not have {json.dumps({name: value})}"
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
