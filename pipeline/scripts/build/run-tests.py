"""Runs a test command and takes its reports.

arguments: a JSON object, then the command
  user       number of the user and group that run the command, null for those of this program
  timeout    time limit of the command in seconds
  reports    folder into which the command writes its reports
  limits     names of the reports that are taken, each with its largest size in bytes
  results    folder for the reports that are taken
  outcome    file for the outcome

The command runs as a user who can write neither "results" nor "outcome", and all of its processes have ended before a
report is taken. So a report is an ordinary file that nothing changes any more, of a known size.

The exit status is 0 even if the command failed, so that the engine stores its files. "outcome" is a JSON object with
  status     the command's exit status; 128 and the signal's number if a signal ended it
  timed_out  whether the time limit ended it
  refused    reports that were not taken: file, size (null for one that is not an ordinary file), limit
  stdout     the end of its standard output
  stderr     the end of its standard error
  ended      when it ended: boot, which identifies a start of the kernel, and the seconds since then
"""

import ctypes
import json
import os
import pathlib
import resource
import shutil
import signal
import stat
import sys
import threading
import time

PR_SET_CHILD_SUBREAPER = 36
STOPPED_WITHIN = 5  # seconds for all processes to stop, though some may start others all the time
DUMPS_WITHIN = 2  # seconds for a process to write its stacks
DUMPED = 20  # processes that write them
KILLED_WITHIN = 10  # seconds for all processes to end
OUTPUT = 100_000  # bytes of each output in the outcome
READ_WITHIN = 10  # seconds for the rest of an output to be passed on


def main(settings, command):
    # This process becomes the parent of orphans, so that none is lost.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    outputs = Output(1), Output(2)
    status, timed_out = run(settings, command, outputs)
    kill()
    stdout, stderr = (output.end() for output in outputs)
    reports, refused = read(settings)
    shutil.rmtree(settings["reports"], ignore_errors=True)  # the engine stores the files that a step leaves
    os.mkdir(settings["results"])
    for name, content in reports.items():
        write(os.path.join(settings["results"], name), content)
    outcome = {"status": status, "timed_out": timed_out, "refused": refused, "stdout": stdout, "stderr": stderr, "ended": now()}
    write(settings["outcome"], json.dumps(outcome).encode())


def run(settings, command, outputs):
    """Returns the command's exit status, and whether the time limit ended it."""
    started = os.fork()
    if not started:
        execute(settings["user"], command, outputs)
    for output in outputs:
        output.start()
    deadline = time.monotonic() + settings["timeout"]
    while True:
        for pid, status in reap():
            if pid == started:
                return status, False
        left = deadline - time.monotonic()
        if left <= 0:
            dump()
            return 128 + signal.SIGABRT, True
        signal.sigtimedwait({signal.SIGCHLD}, left)


class Output(threading.Thread):
    """Passes on one of the command's outputs, and stores its end."""

    def __init__(self, number):
        super().__init__(daemon=True)
        self.number = number
        self.source, self.target = os.pipe()
        self.tail = bytearray()

    def connect(self, user):
        """Redirects the output of the command's process here."""
        if user is not None:
            os.fchown(self.target, user, -1)  # for programs that open /dev/stdout
        os.dup2(self.target, self.number)

    def start(self):
        os.close(self.target)
        super().start()

    def run(self):
        while part := os.read(self.source, 65536):
            self.tail += part
            if len(self.tail) > 2 * OUTPUT:
                del self.tail[:-OUTPUT]
            while part:
                part = part[os.write(self.number, part):]

    def end(self):
        self.join(READ_WITHIN)
        return self.tail[-OUTPUT:].decode(errors="replace")


def execute(user, command, outputs):
    """Replaces this process by the command."""
    try:
        for output in outputs:
            output.connect(user)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        for number in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores them
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump of stacks ends with a signal
        os.setsid()
        if user is not None:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
        os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
    finally:
        os._exit(127)


def reap():
    """Yields the processes that have ended, each with its status."""
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

    The others are stopped meanwhile. Parents come before their children: a thread that waits for a child would continue when
    the child ends, while another thread writes the stacks.
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
    """Ends the processes that the command left running."""
    deadline = time.monotonic() + KILLED_WITHIN
    while (left := descendants()) and time.monotonic() < deadline:
        send(left, signal.SIGKILL)
        list(reap())
        time.sleep(0.01)
    list(reap())  # those that ended last


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
            # The name, in parentheses, may have any character.
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
    """Returns the reports by name, and those that are refused."""
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


def write(file, content):
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as written:
        written.write(content)
    os.chmod(file, 0o644)


def now():
    """Returns the time by a clock that cannot be set, neither by an administrator nor by a library that tests load."""
    boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return {"boot": boot, "seconds": float(pathlib.Path("/proc/uptime").read_text().split()[0])}


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
