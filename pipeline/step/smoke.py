"""Starts the app in its image and looks at how it does.

argument: a JSON object with
  release    what is run to its end before it, null for nothing
  command    what to run
  output     text that standard output must hold, "" for any
  status     expected exit status, null for an app that has to stay up
  stays      seconds for which such an app has to stay up
  stop       signal that has to end it, handled by its main process
  port       where it answers over HTTP, and
  asked      what it is asked there, null for an app that is no web app: path,
             headers, status (null for any below 500) and json, an object whose
             members the answer must have, those of objects in it too
  timeout    seconds for the whole check

Prints a JSON object: ok, problem, status, log, and processes: what the app
consists of, its main process first. The exit status is 1 when
something is wrong.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time

# Characters that are kept of the app's output. In JSON each takes up to 12 bytes, and of what a failed command prints an engine
# hands on 100 KiB.
LOG = 7_000
STOPS_WITHIN = 10  # seconds
HANDLES_WITHIN = 2  # seconds for an app that is still starting to have its handlers
BODY = 1_000_000  # bytes that are read of an answer
BODY_WITHIN = 1  # seconds for what nobody asks to hold anything: it may be a stream without end
SETTLES = 0.3  # seconds for a server that answers to have started the rest of its workers


def main(check):
    try:
        result = run(check)
    except OSError as error:
        result = {"problem": f"{error.filename}: {error.strerror}", "status": None, "log": ""}
    except subprocess.TimeoutExpired as error:
        result = {"problem": f"its release command did not end within {error.timeout:g} s, the time of smoke.timeout", "status": None,
                  "log": (error.output or b"").decode(errors="replace")[-LOG:]}
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
    processes = []
    if check["asked"]:
        problem = answers(app, check) or runs_alone(app, processes) or stops(app, check)
    elif check["status"] is None:
        problem = stays_up(app, check, processes)
    else:
        problem = ends(app, check)
    if app.poll() is None:
        app.kill()
    status = app.wait()
    for reader in (out, err):
        reader.thread.join(timeout=2)
    if not problem and check["output"] not in out.text():
        problem = f"its standard output does not hold {check['output']!r}"
    return {"problem": problem, "status": status, "log": (out.text() + err.text())[-LOG:], "processes": processes}


def ends(app, check):
    try:
        status = app.wait(timeout=check["timeout"])
    except subprocess.TimeoutExpired:
        return f"it did not end within {check['timeout']:g} s"
    if status != check["status"]:
        return f"it ended with {said(status)}, not with exit status {check['status']}"
    return ""


def stays_up(app, check, processes):
    try:
        status = app.wait(timeout=check["stays"])
        # A program that has done its work and says so is no failure.
        return "" if status == 0 else f"it ended with {said(status)}"
    except subprocess.TimeoutExpired:
        return runs_alone(app, processes) or stops(app, check)


def stops(app, check):
    number = getattr(signal, check["stop"])
    name = name_of(app.pid)
    deadline = time.monotonic() + HANDLES_WITHIN
    while not handles(app.pid, number, "Cgt", "Blk") and app.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    caught = handles(app.pid, number, "Cgt")
    deadline = time.monotonic() + STOPS_WITHIN
    app.send_signal(number)
    try:
        status = app.wait(timeout=STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        return f"{check['stop']} did not stop it within {STOPS_WITHIN} s"
    if status == -number and not caught:
        return f"nothing in {name} handles {check['stop']}; as process 1 of a container it would be ignored"
    # A server may send itself the signal again when it has cleaned up.
    if status not in (0, -number, 128 + number):
        return f"{check['stop']} ended it with {said(status)}"
    while left := running(os.getpid()):
        if time.monotonic() > deadline:
            return f"{check['stop']} stopped it, but not what it had started: {', '.join(left.values())}"
        time.sleep(0.05)
    return ""


def handles(pid, number, *sets):
    """Whether a signal is in one of the sets that the kernel keeps of a process: Cgt (it has a handler), Blk (it may wait for it).

    Without a handler the signal ends it here. Of process 1, which the app is in production, the kernel keeps it away.
    """
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text(errors="replace")
    except OSError:  # it has just ended
        return False
    return any(int(mask, 16) >> (number - 1) & 1 for mask in re.findall(rf"(?m)^Sig(?:{'|'.join(sets)}):\s*(\w+)$", status))


def runs_alone(app, processes):
    """Lists the app's processes. Whose parent is gone comes to process 1, which is this one."""
    time.sleep(SETTLES)
    processes.append(name_of(app.pid))
    processes.extend(descendants(app.pid).values())
    strays = [name for pid, name in running(os.getpid()).items() if pid != app.pid]
    if strays:
        return f"beside its main process {processes[0]} it runs what nobody stops: {', '.join(strays)}; start it in the foreground"
    return ""


def descendants(parent):
    found = running(parent)
    for pid in list(found):
        found |= descendants(pid)
    return found


def running(parent):
    """The names of a process's children by their number, without those that have ended."""
    found = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            # The name, in parentheses, may hold any character.
            state, ppid = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[:2]
        except OSError:  # it has just ended
            continue
        if int(ppid) == parent and state not in "ZX":
            found[int(entry.name)] = name_of(entry.name)
    return found


def name_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
    except OSError:
        return str(pid)


def answers(app, check):
    """Asks the app over HTTP, from when it listens."""
    deadline = time.monotonic() + check["timeout"]
    for wanted in check["asked"]:
        where = f"http://127.0.0.1:{check['port']}{wanted['path']}"
        while True:
            if app.poll() is not None:
                return f"it ended with {said(app.returncode)} before it answered"
            left = deadline - time.monotonic()
            if left <= 0:
                return f"it did not answer at {where} within {check['timeout']:g} s"
            try:
                status, body = ask(check["port"], wanted, deadline)
                break
            except OSError:
                if only_inside(check["port"]):
                    return f"it listens on loopback alone, where nobody outside of its container reaches it: bind it to 0.0.0.0:{check['port']}"
                time.sleep(0.05)
        if wanted["status"] is None and status >= 500 or wanted["status"] not in (None, status):
            return f"{where} answered {status}, not {wanted['status'] or 'below 500'}: {body[:500]}"
        if problem := differs(where, body, wanted["json"]):
            return problem
    return ""


def ask(port, wanted, deadline):
    left = max(deadline - time.monotonic(), 0.01)
    connection = http.client.HTTPConnection(own_address(), port, timeout=left)
    # The time limit of a connection is for each part of an answer, and headers may come byte by byte.
    guard = threading.Timer(left, end, [connection])
    guard.daemon = True
    # An app may know itself by this name only.
    headers = {"Host": f"127.0.0.1:{port}"}
    for name, value in (wanted["headers"] or {}).items():
        headers["Host" if name.lower() == "host" else name] = value
    try:
        guard.start()
        connection.request("GET", wanted["path"], headers=headers)
        stream = connection.sock  # the connection forgets it when the server is to close it
        answer = connection.getresponse()
        if time.monotonic() >= deadline:
            raise TimeoutError  # what there is of its headers was cut off
        until = deadline if wanted["json"] else min(deadline, time.monotonic() + BODY_WITHIN)
        return answer.status, body_of(answer, stream, until).decode(errors="replace")
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        guard.cancel()
        connection.close()


def end(connection):
    """Ends the wait for an answer; who reads it finds its end."""
    with contextlib.suppress(OSError, AttributeError):  # it is closed already
        connection.sock.shutdown(socket.SHUT_RDWR)


def body_of(answer, stream, until):
    """What an answer says until then; the time limit of a connection is for a part of it only."""
    body = b""
    length = BODY if answer.length is None else min(BODY, answer.length)
    while len(body) < length and (left := until - time.monotonic()) > 0:
        stream.settimeout(left)
        try:
            part = answer.read1(length - len(body))
        except socket.timeout:  # which is TimeoutError from Python 3.10 on
            break
        if not part:
            break
        body += part
    return body


def own_address():
    """The address at which others reach this container; loopback where there is no other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # nothing is sent: the kernel chooses the route
        except OSError:
            return "127.0.0.1"
        return asked.getsockname()[0]


def only_inside(port):
    """Whether loopback takes connections that the container's own address refuses."""
    if not connects("127.0.0.1", port):
        return False
    time.sleep(SETTLES)  # it may be opening one address after the other
    return not connects(own_address(), port)


def connects(address, port):
    try:
        with socket.create_connection((address, port), timeout=1):
            return True
    except OSError:
        return False


def differs(where, body, members):
    if not members:
        return ""
    try:
        answer = json.loads(body)
    except ValueError:
        return f"{where} answered no JSON: {body[:500]}"
    for name, value in members.items():
        if not holds(answer, {name: value}):
            return f"{where} answered {body[:500]}, which does not have {json.dumps({name: value})}"
    return ""


def holds(answer, expected):
    """Whether an answer has what is expected: an object may have more members, at any depth."""
    if isinstance(expected, dict):
        return isinstance(answer, dict) and all(name in answer and holds(answer[name], value) for name, value in expected.items())
    # To Python, true is 1.
    return answer == expected and isinstance(answer, bool) == isinstance(expected, bool)


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
