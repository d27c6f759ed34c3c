"""The command line: first as a function, then as the process that an image starts."""

import io
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import app

COMMAND = [sys.executable, str(Path(app.__file__))]


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def environ(tmp_path):
    """An environment with a configuration of four significant digits, so that an answer shows where it came from."""
    path = tmp_path / "config.json"
    path.write_text('{"precision": 4, "rounding": "down"}')
    return os.environ | {"CONFIG_PATH": str(path)}


def run(argv, environ, stdin):
    stdout, stderr = io.StringIO(), io.StringIO()
    status = app.main(argv, environ, stdin, stdout, stderr)
    return status, stdout.getvalue(), stderr.getvalue()


@pytest.mark.parametrize(
    ("argument", "status", "stdout", "stderr"),
    [
        ("1 + 2 * 3", 0, "7\n", ""),
        ("-(1 + 2)", 0, "-3\n", ""),
        ("2 / 3", 0, "0.6666\n", ""),
        ("1 / 0", 2, "", "expression: column 3: division by zero; change what stands after the '/'\n"),
        ("1 +", 2, "", "expression: column 4: unexpected end; write a number or a parenthesis\n"),
        ("", 2, "", "expression: column 1: unexpected end; write a number or a parenthesis\n"),
    ],
)
def test_argument(environ, argument, status, stdout, stderr):
    # With an argument a terminal is not asked for more.
    assert run([argument], environ, Terminal()) == (status, stdout, stderr)


@pytest.mark.parametrize(
    ("lines", "status", "stdout", "stderr"),
    [
        ("", 0, "", ""),
        ("1 + 1\n", 0, "2\n", ""),
        ("1 + 1\n\n \t\n2 * 2", 0, "2\n4\n", ""),
        (
            "1\n\n2 +\n3\n",
            2,
            "1\n3\n",
            "standard input: line 3: column 4: unexpected end; write a number or a parenthesis\n",
        ),
    ],
)
def test_standard_input(environ, lines, status, stdout, stderr):
    assert run([], environ, io.StringIO(lines)) == (status, stdout, stderr)


@pytest.mark.parametrize(
    ("argv", "stdin"),
    [([], Terminal()), (["1", "+", "2"], io.StringIO())],
    ids=["terminal", "not quoted"],
)
def test_usage(environ, argv, stdin):
    assert run(argv, environ, stdin) == (2, "", app.USAGE)


def test_bad_configuration_comes_before_any_answer(tmp_path):
    path = tmp_path / "absent.json"
    status, stdout, stderr = run(["1"], {"CONFIG_PATH": str(path)}, Terminal())
    assert (status, stdout) == (78, "")
    assert stderr.startswith(f"{path}: No such file or directory; ")


def test_process_with_the_configuration_that_ships():
    done = subprocess.run([*COMMAND, "0.1 + 0.2 * (3 - 1)"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0.5\n", "")


@pytest.mark.parametrize(
    ("stdin", "status", "stdout", "stderr"),
    [
        (b"1 + 1\r\n2 / 3\n", 0, b"2\n0.6666\n", b""),
        (b"1 + \xff\n", 2, b"", b"standard input: line 1: column 5: unexpected "),
    ],
    ids=["lines", "not text"],
)
def test_process_reads_standard_input(environ, stdin, status, stdout, stderr):
    # A locale of C would let any byte pass; most others do not.
    strict = environ | {"PYTHONIOENCODING": "utf-8:strict"}
    done = subprocess.run(COMMAND, input=stdin, capture_output=True, env=strict)
    assert (done.returncode, done.stdout) == (status, stdout)
    assert done.stderr.startswith(stderr) and done.stderr.count(b"\n") == bool(stderr)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_process_answers_at_once_and_stops_when_told(environ, number):
    pipe = subprocess.PIPE
    # Unbuffered by the environment, the answer would come at once whatever the program does.
    buffered = {key: value for key, value in environ.items() if key != "PYTHONUNBUFFERED"}
    with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=buffered) as process:
        # An answer that never comes is a failure and not a test that hangs.
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        try:
            process.stdin.write("1 + 1\n")
            process.stdin.flush()
            assert process.stdout.readline() == "2\n"
            process.send_signal(number)
            # Not communicate(), which would end the input, and the program with it.
            assert process.wait() == 128 + number
            assert process.stderr.read() == ""
        finally:
            watchdog.cancel()


def test_process_ends_quietly_when_nobody_reads(environ):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        done = subprocess.run([*COMMAND, "1"], stdout=stdout, stderr=subprocess.PIPE, env=environ)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")
