from importlib import metadata

import greeter
from greeter import cli


def test_the_package_that_ships_is_tested():
    assert greeter.__file__.startswith("/venv/")


def test_its_script_is_installed():
    assert [entry.value for entry in metadata.entry_points(group="console_scripts", name="greet")] == ["greeter.cli:main"]


def test_it_greets():
    assert cli.text().startswith("Hello from greeter 1.4")
