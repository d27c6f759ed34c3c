"""Which configuration files are taken, and what is said of the others."""

import decimal
from pathlib import Path

import pytest

from calculator.config import Config, ConfigError, load, locate


@pytest.fixture
def config_file(tmp_path):
    """Writes a configuration file and gives its path."""

    def write(content):
        path = tmp_path / "config.json"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({}, "default.json"),
        ({"CONFIG_PATH": ""}, "default.json"),
        ({"CONFIG_PATH": "/config/config.json"}, "/config/config.json"),
    ],
)
def test_the_variable_names_the_file(environ, path):
    assert locate(environ, Path("default.json")) == Path(path)


@pytest.mark.parametrize(
    ("content", "config"),
    [
        ('{"precision": 28, "rounding": "half-even"}', Config(28, "half-even")),
        ('{"rounding": "floor", "precision": 1}', Config(1, "floor")),
        ('{"precision": 1000, "rounding": "up"}', Config(1000, "up")),
    ],
)
def test_valid(config_file, content, config):
    assert load(config_file(content)) == config


def test_context_has_the_settings():
    context = Config(5, "half-up").context()
    assert (context.prec, context.rounding) == (5, decimal.ROUND_HALF_UP)


OUT_OF_RANGE = "is out of range; write a whole number from 1 to 1000"
NOT_WHOLE = "is not a whole number; write a whole number from 1 to 1000"
ROUNDINGS = "half-even, half-up, half-down, up, down, ceiling, floor"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"precision": }', "not JSON: Expecting value: line 1 column 15 (char 14)"),
        (b"\xff\xfe\xff", "not JSON: "),
        ("[28]", 'not an object; write {"precision": 28, "rounding": "half-even"}'),
        ('{"precison": 28}', "precison: unknown key; write precision"),
        ('{"locale": "C"}', "locale: unknown key; write precision or rounding"),
        ('{"rounding": "up"}', "precision: missing; add it"),
        ('{"precision": 28}', "rounding: missing; add it"),
        ('{"precision": "28", "rounding": "up"}', f'precision: "28" {NOT_WHOLE}'),
        ('{"precision": 2.5, "rounding": "up"}', f"precision: 2.5 {NOT_WHOLE}"),
        ('{"precision": true, "rounding": "up"}', f"precision: true {NOT_WHOLE}"),
        ('{"precision": null, "rounding": "up"}', f"precision: null {NOT_WHOLE}"),
        ('{"precision": 0, "rounding": "up"}', f"precision: 0 {OUT_OF_RANGE}"),
        ('{"precision": 1001, "rounding": "up"}', f"precision: 1001 {OUT_OF_RANGE}"),
        ('{"precision": 28, "rounding": "bankers"}', f'rounding: "bankers" is not known; write one of {ROUNDINGS}'),
        ('{"precision": 28, "rounding": ["up"]}', f'rounding: ["up"] is not known; write one of {ROUNDINGS}'),
    ],
)
def test_invalid(config_file, content, message):
    path = config_file(content)
    with pytest.raises(ConfigError) as error:
        load(path)
    assert str(error.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize(
    ("name", "cause"),
    [("absent.json", "No such file or directory"), (".", "Is a directory")],
)
def test_unreadable(tmp_path, name, cause):
    path = tmp_path / name
    with pytest.raises(ConfigError) as error:
        load(path)
    assert str(error.value) == f"{path}: {cause}; set CONFIG_PATH to a file that can be read"
