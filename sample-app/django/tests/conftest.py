"""What several tests need."""

import socket

import pytest


@pytest.fixture
def unused_port():
    """A port of this machine on which nothing listens."""
    with socket.socket() as listener:
        # Bound and not listening: nobody else can take it, and whoever connects is refused.
        listener.bind(("127.0.0.1", 0))
        yield listener.getsockname()[1]
