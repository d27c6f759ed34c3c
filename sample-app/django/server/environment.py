"""Reads settings from environment variables; what is wrong with one is said by its name and never with its value."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

FLAGS = {"1": True, "true": True, "0": False, "false": False}


def require(environ: Mapping[str, str], *names: str) -> None:
    """Raise ImproperlyConfigured with the names of all variables that are unset or empty."""
    if missing := [name for name in names if not environ.get(name)]:
        raise ImproperlyConfigured(f"{', '.join(missing)}: not in the environment; set what is missing")


def flag(environ: Mapping[str, str], name: str, default: bool = False) -> bool:
    """Give a variable that is 1, true, 0 or false; the default where it is unset or empty."""
    text = environ.get(name)
    if not text:
        return default
    # A typing error must not switch anything on, nor pass for off.
    if text.lower() not in FLAGS:
        raise ImproperlyConfigured(f"{name}: neither on nor off; write one of {', '.join(FLAGS)}")
    return FLAGS[text.lower()]


def number(environ: Mapping[str, str], name: str, default: int) -> int:
    """Give a variable that is a whole number; the default where it is unset or empty."""
    text = environ.get(name)
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name}: not a whole number; write digits") from None


def words(environ: Mapping[str, str], name: str) -> list[str]:
    """Give the parts of a variable that is separated by commas, empty ones left out."""
    return [word for part in environ.get(name, "").split(",") if (word := part.strip())]


def database(environ: Mapping[str, str], name: str) -> dict[str, Any]:
    """Give Django's settings for the PostgreSQL database of which the variable has the address."""
    address = environ[name]
    remedy = "write postgresql://user:password@host:port/database"
    if not address.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured(f"{name}: not the address of a PostgreSQL database; {remedy}")
    try:
        # By libpq's own parser, so that every address that psql takes is right, its parameters (sslmode) included.
        parts = conninfo_to_dict(address)
    except ProgrammingError:
        # Its message quotes the address, and that has the password.
        escape = "with % before the code of a special character"
        raise ImproperlyConfigured(f"{name}: cannot be read; {remedy}, {escape}") from None
    if "dbname" not in parts:
        raise ImproperlyConfigured(f"{name}: names no database; {remedy}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        # A connection serves many requests; one that the database has closed meanwhile is noticed and replaced.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Seconds. A database that is gone has to be an answer of /health/, well before a worker is killed.
        "OPTIONS": {"connect_timeout": "5"} | parts,
    }
