"""From text to a syntax tree.

The grammar is data that Lark turns into a parser, so that precedence can be read off its rules, and every token knows
where it stands: an error message can point at the character to change. LALR, because its parser keeps a stack of its
own and deep parentheses cannot exhaust Python's.
"""

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

# Digits are [0-9] and not \d, which would let the digits of every other script pass.
# An expression is one line; an end of line within it is an error and not white space.
_PARSER = Lark(
    r"""
    ?start: sum

    ?sum: product
        | sum "+" product     -> add
        | sum "-" product     -> subtract

    ?product: unary
        | product "*" unary   -> multiply
        | product SLASH unary -> divide

    ?unary: atom
        | "-" unary           -> negate

    ?atom: NUMBER             -> number
        | "(" sum ")"

    SLASH: "/"
    NUMBER: /[0-9]+(\.[0-9]+)?|\.[0-9]+/

    %ignore /[ \t]+/
    """,
    parser="lalr",
)


class ExpressionError(ValueError):
    """What is wrong with an expression, and in which column, counted from 1."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(f"column {column}: {reason}")


def parse(text: str) -> Tree:
    """Give the syntax tree of one expression; raise ExpressionError at the first character that does not fit."""
    try:
        return _PARSER.parse(text)
    except UnexpectedInput as error:
        raise _explain(text, error) from None


def _explain(text: str, error: UnexpectedInput) -> ExpressionError:
    """Say in the words of arithmetic what Lark says in names of terminals."""
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    # Lark places the end at the last token, which is not what has to be changed.
    offset = len(text) if at_end else error.pos_in_stream
    found = "end" if at_end else repr(str(getattr(error, "token", text[offset])))

    # A grammar of this size has two situations only: an operand is due, or an operator. In the second the end is
    # refused only while a parenthesis is open, and a closing one only while none is.
    terminals = error.expected if isinstance(error, UnexpectedToken) else error.allowed
    if "NUMBER" in terminals:
        wanted = "write a number or a parenthesis"
    elif at_end:
        wanted = "close the parenthesis"
    elif found == repr(")"):
        wanted = "no parenthesis is open"
    else:
        wanted = "write an operator"
    return ExpressionError(offset + 1, f"unexpected {found}; {wanted}")
