"""The settings of the calculator: a JSON file that stands outside the code.

The same image has to run with other settings in another place, so the file is found by an environment variable. It is
checked in full before the first expression is read: a wrong number is worse than no number, so nothing is
assumed for a key that is missing or misspelt.
"""

import decimal
import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

VARIABLE = "CONFIG_PATH"

# Each digit costs time and memory in every division; past a thousand it is a typing error and not a wish.
MAX_PRECISION = 1000

ROUNDINGS = {
    "half-even": decimal.ROUND_HALF_EVEN,
    "half-up": decimal.ROUND_HALF_UP,
    "half-down": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}


class ConfigError(ValueError):
    """What is wrong with the configuration file; the message begins with its path."""


@dataclass(frozen=True)
class Config:
    """precision: significant digits that each operation keeps, 1 to 1000; rounding: a name out of ROUNDINGS."""

    precision: int
    rounding: str

    def context(self) -> decimal.Context:
        """Give the decimal context that these settings describe."""
        # The widest exponents there are: a number is as long as it was typed, so no result can overflow.
        return decimal.Context(
            prec=self.precision,
            rounding=ROUNDINGS[self.rounding],
            Emax=decimal.MAX_EMAX,
            Emin=decimal.MIN_EMIN,
        )


def locate(environ: Mapping[str, str], default: Path) -> Path:
    """Give the path that the environment names, or the default where the variable is unset or empty."""
    return Path(environ.get(VARIABLE) or default)


def load(path: Path) -> Config:
    """Read and check the file; raise ConfigError when it cannot be read, is not JSON, or a key or value is wrong."""
    try:
        settings = json.loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; set {VARIABLE} to a file that can be read") from None
    except ValueError as error:
        raise ConfigError(f"{path}: not JSON: {error}") from None
    try:
        return _checked(settings)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def _checked(settings: Any) -> Config:
    if not isinstance(settings, dict):
        raise ValueError('not an object; write {"precision": 28, "rounding": "half-even"}')
    keys = [field.name for field in fields(Config)]
    for key in settings:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1) or keys
            raise ValueError(f"{key}: unknown key; write {' or '.join(near)}")
    for key in keys:
        if key not in settings:
            raise ValueError(f"{key}: missing; add it")

    precision, rounding = settings["precision"], settings["rounding"]
    remedy = f"write a whole number from 1 to {MAX_PRECISION}"
    # JSON's true is an int in Python.
    if not isinstance(precision, int) or isinstance(precision, bool):
        raise ValueError(f"precision: {json.dumps(precision)} is not a whole number; {remedy}")
    if not 1 <= precision <= MAX_PRECISION:
        raise ValueError(f"precision: {precision} is out of range; {remedy}")
    if not isinstance(rounding, str) or rounding not in ROUNDINGS:
        raise ValueError(f"rounding: {json.dumps(rounding)} is not known; write one of {', '.join(ROUNDINGS)}")
    return Config(precision, rounding)
