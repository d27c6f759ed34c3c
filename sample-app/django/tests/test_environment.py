"""What is read from the environment, and what is said of a variable that is wrong."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from server import environment


@pytest.mark.parametrize(
    ("text", "default", "value"),
    [
        ("1", False, True),
        ("True", False, True),
        ("0", True, False),
        ("false", True, False),
        ("", True, True),
        (None, False, False),
    ],
)
def test_flag(text, default, value):
    environ = {} if text is None else {"DEBUG": text}
    assert environment.flag(environ, "DEBUG", default) is value


@pytest.mark.parametrize(("environ", "value"), [({"PORT": "1025"}, 1025), ({"PORT": ""}, 25), ({}, 25)])
def test_number(environ, value):
    assert environment.number(environ, "PORT", 25) == value


@pytest.mark.parametrize(
    ("environ", "value"),
    [({"HOSTS": "a.example, b.example,"}, ["a.example", "b.example"]), ({"HOSTS": ""}, []), ({}, [])],
)
def test_words(environ, value):
    assert environment.words(environ, "HOSTS") == value


@pytest.mark.parametrize(
    ("address", "settings"),
    [
        (
            "postgresql://ann:p%40ss@db.example:5433/calculations",
            {"NAME": "calculations", "USER": "ann", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"},
        ),
        (
            "postgres://db.example/calculations?sslmode=verify-full&connect_timeout=2",
            {"HOST": "db.example", "USER": "", "OPTIONS": {"sslmode": "verify-full", "connect_timeout": "2"}},
        ),
        (
            "postgresql:///calculations?host=/run/postgresql",
            {"HOST": "/run/postgresql", "OPTIONS": {"connect_timeout": "5"}},
        ),
    ],
)
def test_database(address, settings):
    found = environment.database({"DATABASE_URL": address}, "DATABASE_URL")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert {key: found[key] for key in settings} == settings


ADDRESS = "write postgresql://user:password@host:port/database"


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (environment.flag, "yes", "NAME: neither on nor off; write one of 1, true, 0, false"),
        (lambda environ, name: environment.number(environ, name, 25), "smtp", "NAME: not a whole number; write digits"),
        (environment.require, "", "NAME: not in the environment; set what is missing"),
        (environment.database, "mysql://u:s3cret@h/d", f"NAME: not the address of a PostgreSQL database; {ADDRESS}"),
        (environment.database, "postgresql://u:s3cret@h", f"NAME: names no database; {ADDRESS}"),
        (
            environment.database,
            "postgresql://u:s3cret%@h/d",
            f"NAME: cannot be read; {ADDRESS}, with % before the code of a special character",
        ),
    ],
)
def test_error_names_the_variable_and_hides_its_value(read, text, message):
    with pytest.raises(ImproperlyConfigured) as error:
        read({"NAME": text}, "NAME")
    assert str(error.value) == message


def test_all_that_is_missing_is_named():
    with pytest.raises(ImproperlyConfigured, match="^B, C: not in the environment"):
        environment.require({"A": "a", "B": ""}, "A", "B", "C")
