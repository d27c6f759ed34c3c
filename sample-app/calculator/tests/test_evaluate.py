"""What an expression is worth, and how its value is written."""

from decimal import Decimal

import pytest

from calculator.config import Config
from calculator.evaluate import evaluate, to_text
from calculator.grammar import ExpressionError, parse


def calculate(text, precision=28, rounding="half-even"):
    return to_text(evaluate(parse(text), Config(precision, rounding).context()))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("7", "7"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("24 / 4 / 2", "3"),
        ("2 * 3 - 8 / 4", "4"),
        ("-3 + 5", "2"),
        ("-(1 + 2)", "-3"),
        ("2 * -3", "-6"),
        ("--1", "1"),
        ("\t( 1+1 ) ", "2"),
        ("0.1 + 0.2", "0.3"),
        (".5 * 2", "1"),
        ("007", "7"),
    ],
)
def test_arithmetic(text, answer):
    assert calculate(text) == answer


@pytest.mark.parametrize(
    ("text", "precision", "answer"),
    [
        ("2 / 3", 1, "0.7"),
        ("2 / 3", 5, "0.66667"),
        ("1 / 3 * 3", 3, "0.999"),
        ("12345", 3, "12300"),
        # Only a result is rounded: neither a number as it is written nor its sign.
        ("1.26 - 1.25", 2, "0.01"),
        ("-1.26 + 1.25", 2, "-0.01"),
    ],
)
def test_precision_counts_significant_digits(text, precision, answer):
    assert calculate(text, precision=precision) == answer


@pytest.mark.parametrize(
    ("rounding", "answers"),
    [
        ("half-even", ["1.2", "1.4", "-1.2"]),
        ("half-up", ["1.3", "1.4", "-1.3"]),
        ("half-down", ["1.2", "1.3", "-1.2"]),
        ("up", ["1.3", "1.4", "-1.3"]),
        ("down", ["1.2", "1.3", "-1.2"]),
        ("ceiling", ["1.3", "1.4", "-1.2"]),
        ("floor", ["1.2", "1.3", "-1.3"]),
    ],
)
def test_rounding(rounding, answers):
    assert [calculate(text, 2, rounding) for text in ("1.25", "1.35", "-1.25")] == answers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.500", "1.5"),
        ("3.00", "3"),
        ("100", "100"),
        ("1E+5", "100000"),
        ("1E-10", "0.0000000001"),
        ("-2.50", "-2.5"),
        ("-0", "0"),
        ("-0.00", "0"),
    ],
)
def test_text_of_a_value(value, text):
    assert to_text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("text", "column"),
    [("1 / 0", 3), ("0 / 0", 3), ("5 + 1 / (2 - 2)", 7), ("1 / 1 / 0.0", 7), ("1 / -0", 3)],
)
def test_division_by_zero_points_at_the_slash(text, column):
    with pytest.raises(ExpressionError, match=f"^column {column}: division by zero; "):
        calculate(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("(" * 10_000 + "1" + ")" * 10_000, "1"),
        ("-" * 10_000 + "1", "1"),
        ("+".join(["1"] * 10_000), "10000"),
    ],
    ids=["parentheses", "signs", "terms"],
)
def test_length_is_not_bound_by_the_stack(text, answer):
    assert calculate(text) == answer
