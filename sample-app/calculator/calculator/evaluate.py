"""From a syntax tree to its value, and from the value to text.

Decimal and not float: 0.1 + 0.2 has to be 0.3. Every operation is told its context, so that precision and rounding
never depend on the state of the thread that happens to call.
"""

from decimal import Context, Decimal

from lark import Token, Tree, v_args
from lark.visitors import Transformer_NonRecursive, VisitError

from calculator.grammar import ExpressionError


def evaluate(tree: Tree, context: Context) -> Decimal:
    """Give the value of a parsed expression, rounded by the context; raise ExpressionError for a division by zero."""
    try:
        return context.plus(_Evaluator(context).transform(tree))
    except VisitError as error:
        # Lark wraps whatever a rule raises.
        raise error.orig_exc from None


def to_text(value: Decimal) -> str:
    """Write a value the way an expression has it: no exponent, no zeros at the end, no negative zero."""
    # By hand, since normalize() would round to the precision of the thread's own context.
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@v_args(inline=True)
class _Evaluator(Transformer_NonRecursive):
    """One method a rule of the grammar. Not recursive: a sum may have more terms than Python's stack has frames."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def number(self, token: Token) -> Decimal:
        # Exact: a number is rounded by the first operation on it, not by being written down.
        return Decimal(token)

    def negate(self, value: Decimal) -> Decimal:
        # Unary minus of Decimal would round, and the sign of a number is no reason to.
        return value.copy_negate()

    def add(self, left: Decimal, right: Decimal) -> Decimal:
        return self._context.add(left, right)

    def subtract(self, left: Decimal, right: Decimal) -> Decimal:
        return self._context.subtract(left, right)

    def multiply(self, left: Decimal, right: Decimal) -> Decimal:
        return self._context.multiply(left, right)

    def divide(self, left: Decimal, slash: Token, right: Decimal) -> Decimal:
        if not right:
            raise ExpressionError(slash.start_pos + 1, "division by zero; change what stands after the '/'")
        return self._context.divide(left, right)
