"""Runs a test command and takes what it reports.

arguments: a JSON object, then the command
  user       number of the user and group that run the command, null for those of this program
  timeout    seconds that the command has
  reports    folder where the command writes its reports
  limits     names of the reports that are taken, each with its largest size in bytes
  results    folder of the reports of a run that passed
  failed     folder of what failed runs leave
  id         name of this run's folder in there

The command runs as a user who can write neither "results" nor "failed", and all of its processes are gone before a report
is taken. So a report is what the tests left when they ended, an ordinary file of a size that is known.

A run that passed ends with status 0; its reports are in "results". Any other run ends with another status, so that the
engine does not keep it; its reports are in its folder of "failed", with outcome.json, which has
  status     the command's exit status; 128 and the signal's number where a signal ended it
  timed_out  whether it had to be ended
  refused    reports that were not taken: file, size (null for one that is not an ordinary file), limit
"""

import contextlib
import ctypes
import json
import os
import pathlib
import resource
import shutil
import signal
import stat
import sys
import tempfile
import time

PR_SET_CHILD_SUBREAPER = 36
STOPPED_WITHIN = 5  # seconds for all processes to stand still, though some may start others all the time
DUMPS_WITHIN = 2  # seconds for a process to write its stacks
DUMPED = 20  # processes that write them
KILLED_WITHIN = 10  # seconds for all processes to be gone


def main(settings, command):
    # The folder is in a volume that other runs use too.
    os.chmod(settings["failed"], 0o700)
    # Processes whose parent has ended come to this one, so that none is lost.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    status, timed_out = run(settings, command)
    kill()
    reports, refused = read(settings)
    shutil.rmtree(settings["reports"], ignore_errors=True)  # the engine keeps what a step leaves
    if status == 0 and not timed_out and not refused:
        write(settings["results"], reports)
        return 0
    outcome = {"status": status, "timed_out": timed_out, "refused": refused}
    hand_over(settings, {**reports, "outcome.json": json.dumps(outcome).encode()})
    return status or 1


def run(settings, command):
    """Gives the command's exit status, and whether it had to be ended."""
    started = os.fork()
    if not started:
        execute(settings["user"], command)
    deadline = time.monotonic() + settings["timeout"]
    while True:
        for pid, status in reaped():
            if pid == started:
                return status, False
        left = deadline - time.monotonic()
        if left <= 0:
            dump()
            return 128 + signal.SIGABRT, True
        signal.sigtimedwait({signal.SIGCHLD}, left)


def execute(user, command):
    """Becomes the command."""
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        for number in (signal.SIGPIPE, signal.SIGXFSZ):  # which Python ignores
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump of stacks ends with a signal
        os.setsid()
        if user is not None:
            for output in (1, 2):
                with contextlib.suppress(OSError):  # it is only for those who open /dev/stdout
                    os.fchown(output, user, -1)
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
        os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
    finally:
        os._exit(127)


def reaped():
    """Gives the processes that have ended, each with its status."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        code = os.waitstatus_to_exitcode(status)
        yield pid, code if code >= 0 else 128 - code


def dump():
    """Lets each process write the stacks of its threads, as Python does when SIGABRT ends it.

    The others stand still meanwhile. Parents come before their children: a thread that waits for a child would go on when it
    ends, while another thread writes the stacks.
    """
    stopped = set()
    until = time.monotonic() + STOPPED_WITHIN
    while time.monotonic() < until and (new := set(descendants()) - stopped):
        stopped |= new
        send(new, signal.SIGSTOP)
    for pid in sorted(stopped)[-DUMPED:]:
        send([pid], signal.SIGABRT)
        send([pid], signal.SIGCONT)
        deadline = time.monotonic() + DUMPS_WITHIN
        while pid in descendants() and time.monotonic() < deadline:
            time.sleep(0.02)


def kill():
    """Ends what the command left running."""
    deadline = time.monotonic() + KILLED_WITHIN
    while (left := descendants()) and time.monotonic() < deadline:
        send(left, signal.SIGKILL)
        list(reaped())
        time.sleep(0.01)
    list(reaped())  # those that ended last


def send(processes, number):
    for pid in processes:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def descendants():
    """Lists the running processes below this one."""
    children = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            # The name, in parentheses, may hold any character.
            state, parent = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[:2]
        except OSError:  # it has just ended
            continue
        children.setdefault(int(parent), []).append((int(entry.name), state))
    found, parents = [], [os.getpid()]
    while parents:
        for pid, state in children.get(parents.pop(), []):
            parents.append(pid)
            if state not in "ZX":
                found.append(pid)
    return found


def read(settings):
    """Gives the reports by name, and those that are refused."""
    reports, refused = {}, []
    for name, limit in settings["limits"].items():
        file = os.path.join(settings["reports"], name)
        try:
            ordinary = stat.S_ISREG(os.lstat(file).st_mode)
        except FileNotFoundError:
            continue
        if not ordinary:
            refused.append({"file": name, "size": None, "limit": limit})
            continue
        with open(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as report:
            size = os.fstat(report.fileno()).st_size
            if size > limit:
                refused.append({"file": name, "size": size, "limit": limit})
                continue
            reports[name] = report.read(limit)
    return reports, refused


def write(folder, files):
    os.makedirs(folder, exist_ok=True)
    for name, content in files.items():
        file = os.path.join(folder, name)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as written:
            written.write(content)
        os.chmod(file, 0o644)


def hand_over(settings, files):
    """Puts the files in place of those of an equal run before, which may be at work at the same time."""
    folder = tempfile.mkdtemp(dir=settings["failed"])
    write(folder, files)
    for _ in range(10):
        shutil.rmtree(os.path.join(settings["failed"], settings["id"]), ignore_errors=True)
        try:
            os.rename(folder, os.path.join(settings["failed"], settings["id"]))
            return
        except OSError:  # the other one was quicker
            time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1]), sys.argv[2:]))
