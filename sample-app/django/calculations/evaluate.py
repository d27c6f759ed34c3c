"""The value of an arithmetic expression.

Python's own parser makes the tree and only nodes of arithmetic are visited: nothing is ever run. Powers are not
arithmetic here: 9**9**9 is short to write and takes longer than anybody waits.
"""

import ast
import re
from decimal import Context, Decimal

# Characters. It bounds the depth of the tree, and so the stack that parsing and visiting it need.
MAX_LENGTH = 200

# No letter and no underscore: no name, no 0x10, no 1e9, no 1_000. White space is the space; an expression is one line.
_STRAY = re.compile(r"[^0-9.+\-*/() ]")

# Decimal and not float: 0.1 + 0.2 has to be 0.3. Handed to each operation, as the thread's own context can be changed.
_CONTEXT = Context(prec=28)

_OPERATIONS = {
    ast.Add: _CONTEXT.add,
    ast.Sub: _CONTEXT.subtract,
    ast.Mult: _CONTEXT.multiply,
    ast.Div: _CONTEXT.divide,
    ast.UAdd: _CONTEXT.plus,
    ast.USub: _CONTEXT.minus,
}

_REMEDY = "write numbers, + - * / and parentheses"


class ExpressionError(ValueError):
    """What is wrong with an expression; columns are counted from 1."""


def evaluate(text: str) -> str:
    """Give the value, of 28 significant digits at most, without an exponent; raise ExpressionError for bad input."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"{len(text)} characters; write {MAX_LENGTH} at most")
    if stray := _STRAY.search(text):
        raise _error(stray.start(), f"unexpected {stray[0]!r}")
    # The parser takes a space at the beginning for an indented block. A parenthesis would do, but let ")(" pass.
    source = text.lstrip(" ")
    indent = len(text) - len(source)
    try:
        tree = ast.parse(source, mode="eval")
    except SyntaxError:
        # What the parser says is about Python ("perhaps you forgot a comma"), and where differs between its versions.
        raise ExpressionError(f"not an expression; {_REMEDY}") from None
    value = _CONTEXT.normalize(_visit(tree.body, source, indent))
    # Plus makes zero of a negative zero.
    return f"{_CONTEXT.plus(value):f}"


def _visit(node: ast.expr, source: str, indent: int) -> Decimal:
    match node:
        case ast.Constant(value=int() | float()):
            # As it was written: the float of the tree has lost digits.
            return Decimal(source[node.col_offset : node.end_col_offset])
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATIONS:
            return _OPERATIONS[type(op)](_visit(operand, source, indent))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            values = _visit(left, source, indent), _visit(right, source, indent)
            if isinstance(op, ast.Div) and not values[1]:
                raise ExpressionError(f"column {indent + right.col_offset + 1}: division by zero; change the divisor")
            return _OPERATIONS[type(op)](*values)
        case _:
            raise _error(indent + node.col_offset, "not an expression")


def _error(offset: int, cause: str) -> ExpressionError:
    return ExpressionError(f"column {offset + 1}: {cause}; {_REMEDY}")
