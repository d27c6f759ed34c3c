"""What an expression is worth, and what is said of text that is none."""

import pytest

from calculations.evaluate import MAX_LENGTH, ExpressionError, evaluate


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("7", "7"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("24 / 4 / 2", "3"),
        ("2 * -3", "-6"),
        ("--1", "1"),
        ("+1", "1"),
        ("  1 ", "1"),
        ("0.1 + 0.2", "0.3"),
        (".5 * 2.", "1"),
        ("2 / 3", "0.6666666666666666666666666667"),
        ("1.10", "1.1"),
        ("100 * 1000", "100000"),
        ("1 / 10000000000", "0.0000000001"),
        ("-0", "0"),
        ("0 * -1", "0"),
        # More digits than a float has.
        ("0.12345678901234567890", "0.1234567890123456789"),
        ("(" * 99 + "1" + ")" * 99, "1"),
        ("-" * 198 + "1", "1"),
        ("+".join(["1"] * 100), "100"),
    ],
)
def test_value(text, result):
    assert evaluate(text) == result


NOT_AN_EXPRESSION = "not an expression; write numbers, + - * / and parentheses"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", NOT_AN_EXPRESSION),
        ("1 +", NOT_AN_EXPRESSION),
        ("  1 2", NOT_AN_EXPRESSION),
        ("1)+(2", NOT_AN_EXPRESSION),
        ("  (1 + 2", NOT_AN_EXPRESSION),
        ("1 + ()", f"column 5: {NOT_AN_EXPRESSION}"),
        ("  2(3)", f"column 3: {NOT_AN_EXPRESSION}"),
        ("1 + ...", f"column 5: {NOT_AN_EXPRESSION}"),
        ("007", NOT_AN_EXPRESSION),
        ("9**9", f"column 1: {NOT_AN_EXPRESSION}"),
        ("1 + 7//2", f"column 5: {NOT_AN_EXPRESSION}"),
        ("2 + x", "column 5: unexpected 'x'; write numbers, + - * / and parentheses"),
        ("1e9", "column 2: unexpected 'e'; write numbers, + - * / and parentheses"),
        ("1_0", "column 2: unexpected '_'; write numbers, + - * / and parentheses"),
        ("1 +\n2", "column 4: unexpected '\\n'; write numbers, + - * / and parentheses"),
        ("\u0661", "column 1: unexpected '\u0661'; write numbers, + - * / and parentheses"),
        ("__import__('os')", "column 1: unexpected '_'; write numbers, + - * / and parentheses"),
        (" 1 / (2 - 2)", "column 7: division by zero; change the divisor"),
        ("1" * (MAX_LENGTH + 1), "201 characters; write 200 at most"),
    ],
)
def test_error_says_where_and_what_to_do(text, message):
    with pytest.raises(ExpressionError) as error:
        evaluate(text)
    assert str(error.value) == message


# Each is the longest of its kind; none may exhaust the stack of the parser.
@pytest.mark.parametrize("text", ["(" * MAX_LENGTH, "-" * MAX_LENGTH, "*" * MAX_LENGTH, "1(" * (MAX_LENGTH // 2)])
def test_length_bounds_the_depth(text):
    with pytest.raises(ExpressionError) as error:
        evaluate(text)
    assert str(error.value) == NOT_AN_EXPRESSION
