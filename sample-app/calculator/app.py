"""The command line: one expression as the argument, or one a line on standard input.

Answers go to standard output and everything else to standard error, so that the answers can be piped on. The exit
status tells a caller what to mend: 2 the expression or the call, 78 (EX_CONFIG of sysexits.h) the configuration.
"""

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context
from pathlib import Path
from typing import TextIO

from calculator import config
from calculator.evaluate import evaluate, to_text
from calculator.grammar import ExpressionError, parse

OK, BAD_EXPRESSION, BAD_CONFIG = 0, 2, 78

USAGE = """\
usage: app.py EXPRESSION
       app.py < FILE        one expression a line; empty lines are passed over
An expression has numbers, + - * / and parentheses; quote it: app.py "1 + 2 * 3"
"""


def main(argv: Sequence[str], environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Run the command with these arguments (without the program's name) and streams; give its exit status."""
    # By hand and not by argparse, which takes "-(1+2)" for an option.
    if len(argv) > 1 or (not argv and stdin.isatty()):
        stderr.write(USAGE)
        return BAD_EXPRESSION

    default = Path(__file__).with_name("config.json")
    try:
        context = config.load(config.locate(environ, default)).context()
    except config.ConfigError as error:
        print(error, file=stderr)
        return BAD_CONFIG

    # A bad line does not hide the answers to the lines after it.
    expressions = [("expression", argv[0])] if argv else _lines(stdin)
    good = [_answer(subject, text, context, stdout, stderr) for subject, text in expressions]
    return OK if all(good) else BAD_EXPRESSION


def _lines(stdin: TextIO) -> Iterator[tuple[str, str]]:
    """Give each line that has something on it, after the name an error message calls it by."""
    for number, line in enumerate(stdin, start=1):
        if line.strip():
            # A file from another system ends its lines with both.
            yield f"standard input: line {number}", line.rstrip("\r\n")


def _answer(subject: str, text: str, context: Context, stdout: TextIO, stderr: TextIO) -> bool:
    """Print the value of one expression, or what is wrong with it; tell whether there was a value."""
    try:
        value = evaluate(parse(text), context)
    except ExpressionError as error:
        print(f"{subject}: {error}", file=stderr)
        return False
    # At once, since the program at the other end of the pipe may wait for this answer before it asks again.
    print(to_text(value), file=stdout, flush=True)
    return True


def _stop(number: int, _frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    # As process 1 of a container a program without a handler is deaf to SIGTERM and gets killed after ten seconds.
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    # A reader that has seen enough (`| head`) ends this program quietly, as it does any other filter.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # Bytes that are no text are a mistake in an expression like any other, with a column.
    sys.stdin.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:], os.environ, sys.stdin, sys.stdout, sys.stderr))
