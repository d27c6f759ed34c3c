"""The site around the API: health, static files, the admin, and what a start needs."""

import os
import subprocess
import sys
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

ROOT = Path(__file__).parent.parent


@pytest.mark.django_db
def test_healthy(client):
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_unhealthy_when_the_database_is_gone(client, monkeypatch, unused_port, caplog):
    gone = connection.copy()
    gone.settings_dict = gone.settings_dict | {"HOST": "127.0.0.1", "PORT": str(unused_port)}
    monkeypatch.setattr("server.health.connection", gone)
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (503, {"status": "the database does not answer"})
    assert "Connection refused" in caplog.text


# Without the transaction around other tests: a request closes the connection that an earlier one left within one.
@pytest.mark.django_db(transaction=True)
def test_the_entry_point_serves():
    # Not at the top: it refuses to be imported without the settings of a server, which is tested below.
    from server.wsgi import application

    environ = {"PATH_INFO": "/health/", "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    started = []
    body = b"".join(application(environ, lambda status, headers: started.append(status)))
    assert (started, body) == (["200 OK"], b'{"status": "ok"}')


def test_static_files_are_served(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    # A client of its own, whose middleware finds the files that were collected now.
    browser = Client()
    page = browser.get("/admin/login/").content.decode()
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    response = browser.get(address, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/css")
    assert response.headers["Content-Encoding"] == "gzip"
    assert "immutable" in response.headers["Cache-Control"]
    assert b"".join(response).startswith(b"\x1f\x8b")


def test_the_admin_shows_calculations_and_does_not_make_them(admin_client, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    admin_client.post("/api/calculations/", {"expression": "6 * 7"}, content_type="application/json")
    assert "6 * 7" in admin_client.get("/admin/calculations/calculation/?q=6").content.decode()
    assert admin_client.get("/admin/calculations/calculation/add/").status_code == 403


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_fit_for_production():
    call_command("check", deploy=True, fail_level="WARNING")


def run(*arguments, **environ):
    """Run Python in the project's folder with this environment alone, and the program's own search path."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV") if name in os.environ}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=kept | environ, capture_output=True, text=True)


def test_static_files_need_the_key_alone():
    done = run("manage.py", "collectstatic", "--noinput", "--dry-run", SECRET_KEY="key")
    assert (done.returncode, done.stderr) == (0, "")
    assert "static files copied" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environ", "message"),
    [
        (["manage.py", "check"], {}, "SECRET_KEY: not in the environment; set what is missing"),
        (
            ["-c", "import server.wsgi"],
            {"SECRET_KEY": "key", "EMAIL_HOST": "localhost"},
            "DATABASE_URL, ALLOWED_HOSTS: not in the environment; set what is missing",
        ),
    ],
    ids=["any command", "a server"],
)
def test_what_is_missing_is_named(arguments, environ, message):
    done = run(*arguments, **environ)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(message)
