"""Starts the app in its image and checks that it works.

argument: a JSON object with
  start      beginning of the image's command, which prepares the volumes; may be left out, as volumes may
  volumes    folders that the app's user must be able to write
  user       number of that user
  release    command that runs to its end before the app, null for none
  command    command of the app
  output     text that standard output must have, "" for any
  status     expected exit status, null for an app that has to stay up
  stays      seconds that such an app has to stay up
  stop       signal that has to end it, handled by its main process
  port       port of a web app
  requests   requests to a web app, null for any other app: path, headers, status (null for any below 500) and json, an
             object whose members the answer must have, at any depth
  timeout    seconds for the whole check

Prints a JSON object: ok, cause, problem, warning, status, log, and processes: those of the app, its main process first. The
cause is a code for programs, the problem a sentence for people; so is the warning, of an app that works on another port. The
exit status is 1 if there is a problem.
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

# Characters of the app's output in the result. In JSON each has up to 12 bytes, and the engine returns 100 KiB of a
# failed command's output.
LOG = 7_000
STOPS_WITHIN = 10  # seconds
HANDLES_WITHIN = 2  # seconds for an app that is still starting to have its handlers
BODY = 1_000_000  # bytes that are read of an answer
BODY_WITHIN = 1  # seconds for a body whose content does not matter: it may be an endless stream
SETTLES = 0.3  # seconds in which a server that answers starts the rest of its workers
ELSEWHERE_AFTER = 10  # seconds, at most a third of the whole time, after which an app is asked on a port of its own choice
LISTENS = "0A"  # the state of a socket in /proc/net/tcp


class Problem(Exception):
    """A problem of the app: a code, and a sentence."""


def main(check):
    try:
        result = run(check)
    except OSError as error:
        result = {"cause": "no-program", "problem": f"{error.filename}: {error.strerror}", "status": None, "log": ""}
    except subprocess.TimeoutExpired as error:
        result = {"cause": "release-timeout", "problem": f"its release command did not end within {error.timeout:g} s, the time of smoke.timeout",
                  "status": None, "log": (error.output or b"").decode(errors="replace")[-LOG:]}
    result["ok"] = not result["problem"]
    result.setdefault("warning", "")
    print(json.dumps(result))
    return 0 if result["ok"] else 1


def run(check):
    start = check.get("start", [])
    try:
        for volume in check.get("volumes", []):
            writes(start, volume, check["user"])
    except Problem as found:
        return {"cause": found.args[0], "problem": found.args[1], "status": None, "log": ""}
    if check.get("release"):
        release = subprocess.run(start + check["release"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 timeout=check["timeout"], check=False)
        if release.returncode:
            return {"cause": "release-status", "problem": f"its release command ended with {ending(release.returncode)}", "status": release.returncode,
                    "log": release.stdout.decode(errors="replace")[-LOG:]}
    app = subprocess.Popen(start + check["command"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = Reader(app.stdout), Reader(app.stderr)
    cause, problem, warning, processes = "", "", "", []
    try:
        if check["requests"]:
            warning = answers(app, check)
            runs_alone(app, processes)
            stops(app, check)
        elif check["status"] is None:
            stays_up(app, check, processes)
        else:
            ends(app, check)
    except Problem as found:
        cause, problem = found.args
    if app.poll() is None:
        app.kill()
    status = app.wait()
    for reader in (out, err):
        reader.thread.join(timeout=2)
    if not problem and check["output"] not in out.text():
        cause, problem = "output", f"its standard output does not hold {check['output']!r}"
    return {"cause": cause, "problem": problem, "warning": warning, "status": status, "log": (out.text() + err.text())[-LOG:], "processes": processes}


WRITE = "import sys; open(sys.argv[1], 'x').close()"


def writes(start, volume, user):
    """Starts a program as the app is started, and lets it write a file in a volume."""
    file = pathlib.Path(volume, ".python-pipeline-smoke")
    program = [sys.executable, "-I", "-S", "-c", WRITE, str(file)]
    done = subprocess.run(start + program, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        output = done.stdout.decode(errors="replace").strip()
        raise Problem("volume", f"the app cannot write the volume {volume}: {output[-LOG:]}")
    owner = file.stat().st_uid
    file.unlink()
    if owner != user:
        raise Problem("volume", f"a file that the app wrote in the volume {volume} belongs to user {owner}, not to {user}")


def ends(app, check):
    try:
        status = app.wait(timeout=check["timeout"])
    except subprocess.TimeoutExpired:
        raise Problem("no-end", f"it did not end within {check['timeout']:g} s") from None
    if status != check["status"]:
        raise Problem("status", f"it ended with {ending(status)}, not with exit status {check['status']}")


def stays_up(app, check, processes):
    try:
        status = app.wait(timeout=check["stays"])
    except subprocess.TimeoutExpired:
        runs_alone(app, processes)
        stops(app, check)
        return
    # A program that has done its work may end.
    if status:
        raise Problem("status", f"it ended with {ending(status)}")


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
        raise Problem("no-stop", f"{check['stop']} did not stop it within {STOPS_WITHIN} s") from None
    if status == -number and not caught:
        raise Problem("no-handler", f"nothing in {name} handles {check['stop']}; as process 1 of a container it would be ignored")
    # A server may send the signal to itself again after it has cleaned up.
    if status not in (0, -number, 128 + number):
        raise Problem("stop-status", f"{check['stop']} ended it with {ending(status)}")
    while left := running(os.getpid()):
        if time.monotonic() > deadline:
            raise Problem("left-running", f"{check['stop']} stopped it, but not what it had started: {', '.join(left.values())}")
        time.sleep(0.05)


def handles(pid, number, *sets):
    """Reports whether a signal is in one of a process's sets: Cgt (it has a handler), Blk (it may wait for the signal).

    Without a handler the signal ends the app here; process 1, which the app is in production, would not get it.
    """
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text(errors="replace")
    except OSError:  # it has just ended
        return False
    return any(int(mask, 16) >> (number - 1) & 1 for mask in re.findall(rf"(?m)^Sig(?:{'|'.join(sets)}):\s*(\w+)$", status))


def runs_alone(app, processes):
    """Lists the app's processes. Process 1, which is this one, becomes the parent of orphans."""
    time.sleep(SETTLES)
    processes.append(name_of(app.pid))
    processes.extend(descendants(app.pid).values())
    strays = [name for pid, name in running(os.getpid()).items() if pid != app.pid]
    if strays:
        raise Problem("daemon", f"beside its main process {processes[0]} it runs processes that nothing stops: {', '.join(strays)}; start them in the foreground")


def descendants(parent):
    found = running(parent)
    for pid in list(found):
        found |= descendants(pid)
    return found


def running(parent):
    """Returns the names of a process's running children by their numbers."""
    found = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            # The name, in parentheses, may have any character.
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
    """Sends the requests to the app as soon as it listens. Returns a warning if that is on another port, "" otherwise."""
    started = time.monotonic()
    deadline = started + check["timeout"]
    elsewhere = started + min(ELSEWHERE_AFTER, check["timeout"] / 3)
    port = check["port"]
    for wanted in check["requests"]:
        while True:
            where = f"http://127.0.0.1:{port}{wanted['path']}"
            if app.poll() is not None:
                raise Problem("status", f"it ended with {ending(app.returncode)} before it answered")
            left = deadline - time.monotonic()
            if left <= 0:
                raise Problem("no-answer", f"it did not answer at {where} within {check['timeout']:g} s{others(app, port)}")
            try:
                status, body = ask(port, wanted, deadline)
                break
            except OSError:
                if only_inside(port):
                    raise Problem("loopback", "it listens on loopback alone, so it cannot be reached from outside of its container: "
                                  f"bind it to 0.0.0.0:{port}") from None
                if port == check["port"] and time.monotonic() > elsewhere:
                    port = only_port(app) or port
                time.sleep(0.05)
        if wanted["status"] is None and status >= 500 or wanted["status"] not in (None, status):
            raise Problem("answer", f"{where} answered {status}, not {wanted['status'] or 'below 500'}: {body[:500]}")
        if problem := differs(where, body, wanted["json"]):
            raise Problem("answer", problem)
    if port == check["port"]:
        return ""
    return f"the app listens on port {port}, and {check['port']} is expected: set the key port to {port}, or let the command listen on {check['port']}"


def only_port(app):
    """Returns the port on which the app listens, None unless it is exactly one."""
    ports = listening(app)
    return ports.pop() if len(ports) == 1 else None


def others(app, port):
    ports = sorted(listening(app) - {port})
    return f"; it listens on {', '.join(map(str, ports))}" if ports else ""


def listening(app):
    """Returns the TCP ports on which the app's processes listen; those of the whole container if its files may not be read."""
    own = set()
    try:
        for pid in [app.pid, *descendants(app.pid)]:
            own |= sockets(pid)
    except PermissionError:
        own = None
    found = set()
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):  # without IPv6 there is no tcp6
            for line in pathlib.Path("/proc/net", table).read_text().splitlines()[1:]:
                address, state, inode = (line.split()[i] for i in (1, 3, 9))
                if state == LISTENS and (own is None or inode in own):
                    found.add(int(address.rpartition(":")[2], 16))
    return found


def sockets(pid):
    """Returns the inodes of a process's sockets."""
    found = set()
    with contextlib.suppress(FileNotFoundError):  # it has just ended
        for file in pathlib.Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                if socket_of := re.fullmatch(r"socket:\[(\d+)\]", os.readlink(file)):
                    found.add(socket_of[1])
    return found


def ask(port, wanted, deadline):
    left = max(deadline - time.monotonic(), 0.01)
    connection = http.client.HTTPConnection(own_address(), port, timeout=left)
    # The timeout of a connection is for each part of an answer, and headers may come byte by byte.
    guard = threading.Timer(left, end, [connection])
    guard.daemon = True
    # The app may allow this host only.
    headers = {"Host": f"127.0.0.1:{port}"}
    for name, value in (wanted["headers"] or {}).items():
        headers["Host" if name.lower() == "host" else name] = value
    try:
        guard.start()
        connection.request("GET", wanted["path"], headers=headers)
        stream = connection.sock  # the connection drops it if the server is to close it
        answer = connection.getresponse()
        if time.monotonic() >= deadline:
            raise TimeoutError  # its headers are cut off
        until = deadline if wanted["json"] else min(deadline, time.monotonic() + BODY_WITHIN)
        return answer.status, body_of(answer, stream, until).decode(errors="replace")
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        guard.cancel()
        connection.close()


def end(connection):
    """Ends the wait for an answer, as if it were complete."""
    with contextlib.suppress(OSError, AttributeError):  # it is closed already
        connection.sock.shutdown(socket.SHUT_RDWR)


def body_of(answer, stream, until):
    """Reads an answer until a time; the timeout of a connection is for a part of the answer only."""
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
    """Returns this container's address, loopback if there is no other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: the kernel chooses the route
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


def only_inside(port):
    """Reports whether loopback accepts connections that the container's own address refuses."""
    if not connects("127.0.0.1", port):
        return False
    time.sleep(SETTLES)  # a server may open one address after the other
    # One that has ended meanwhile accepts at neither.
    return not connects(own_address(), port) and connects("127.0.0.1", port)


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
        return f"{where} did not answer with JSON: {body[:500]}"
    for name, value in members.items():
        if not holds(answer, {name: value}):
            return f"{where} answered {body[:500]}, which does not have {json.dumps({name: value})}"
    return ""


def holds(answer, expected):
    """Reports whether an answer has the expected value: an object may have more members, at any depth."""
    if isinstance(expected, dict):
        return isinstance(answer, dict) and all(name in answer and holds(answer[name], value) for name, value in expected.items())
    # In Python, True equals 1.
    return answer == expected and isinstance(answer, bool) == isinstance(expected, bool)


def ending(status):
    return f"signal {-status}" if status < 0 else f"exit status {status}"


class Reader:
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
