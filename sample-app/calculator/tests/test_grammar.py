"""Where an expression is wrong, and in which words it is said."""

import pytest

from calculator.grammar import ExpressionError, parse


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "column 1: unexpected end; write a number or a parenthesis"),
        ("1 +", "column 4: unexpected end; write a number or a parenthesis"),
        ("1 + * 2", "column 5: unexpected '*'; write a number or a parenthesis"),
        ("+1", "column 1: unexpected '+'; write a number or a parenthesis"),
        ("()", "column 2: unexpected ')'; write a number or a parenthesis"),
        ("x", "column 1: unexpected 'x'; write a number or a parenthesis"),
        ("1 +\n2", "column 4: unexpected '\\n'; write a number or a parenthesis"),
        ("2 3", "column 3: unexpected '3'; write an operator"),
        ("2 (3)", "column 3: unexpected '('; write an operator"),
        ("1.2.3", "column 4: unexpected '.3'; write an operator"),
        ("1,5", "column 2: unexpected ','; write an operator"),
        ("1e5", "column 2: unexpected 'e'; write an operator"),
        ("2 ** 3", "column 4: unexpected '*'; write a number or a parenthesis"),
        ("(1 + 2", "column 7: unexpected end; close the parenthesis"),
        ("((1)  ", "column 7: unexpected end; close the parenthesis"),
        ("1)", "column 2: unexpected ')'; no parenthesis is open"),
        ("(1 + 2))", "column 8: unexpected ')'; no parenthesis is open"),
        ("\u0661", "column 1: unexpected '\u0661'; write a number or a parenthesis"),
        ("__import__('os')", "column 1: unexpected '_'; write a number or a parenthesis"),
    ],
)
def test_error_names_the_column_and_what_to_do(text, message):
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert str(error.value) == message
