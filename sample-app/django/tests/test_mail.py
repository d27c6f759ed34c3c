"""A calculation by mail: what the endpoint does, and once through a real mail server."""

import email
import json
import os
import urllib.parse
import urllib.request
import uuid

import pytest

from calculations.models import Calculation

SMTP = "django.core.mail.backends.smtp.EmailBackend"

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved():
    """A calculation in the database."""
    return Calculation.objects.create(expression="1 + 2 * 3", result="7")


def post(client, pk, to):
    return client.post(f"/api/calculations/{pk}/mail/", {"to": to}, content_type="application/json")


def received_by(address):
    """Ask MailHog for the mails to an address."""
    query = urllib.parse.urlencode({"kind": "to", "query": address})
    with urllib.request.urlopen(f"{os.environ['MAILHOG_API']}/api/v2/search?{query}", timeout=10) as response:
        return json.load(response)["items"]


def test_a_mail_server_gets_it(client, saved, settings):
    settings.EMAIL_BACKEND = SMTP
    # Of this run only, whatever the mail server has from others.
    to = f"{uuid.uuid4()}@example.org"
    response = post(client, saved.pk, to)
    assert (response.status_code, response.json()) == (202, {"to": to})

    [mail] = received_by(to)
    assert mail["Raw"]["To"] == [to]
    message = email.message_from_string(mail["Raw"]["Data"])
    assert (message["To"], message["From"]) == (to, settings.DEFAULT_FROM_EMAIL)
    assert message["Subject"] == f"Calculation {saved.pk}"
    assert message.get_payload(decode=True).decode().strip() == "1 + 2 * 3 = 7"


def test_a_mail_server_that_is_gone(client, saved, settings, unused_port, caplog):
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
    response = post(client, saved.pk, "ann@example.org")
    assert response.status_code == 502
    assert response.json() == {"error": "mail: the mail server did not take it; try again later"}
    assert f"mail: calculation {saved.pk} was not sent" in caplog.text


@pytest.mark.parametrize("to", ["", "ann", "ann@", "a@example.org,b@example.org", "a@example.org\nBcc: b@example.org"])
def test_no_address(client, saved, mailoutbox, to):
    response = post(client, saved.pk, to)
    assert response.status_code == 400
    assert response.json() == {"error": "to: not a mail address; write one, such as name@example.org"}
    assert mailoutbox == []


def test_no_calculation(client, mailoutbox):
    assert post(client, 0, "ann@example.org").status_code == 404
    assert mailoutbox == []
