"""The entry point of the application server."""

import os

from django.core.wsgi import get_wsgi_application

from server import environment

# At the start and all at once, instead of one error 500 after another.
environment.require(os.environ, "SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "EMAIL_HOST")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
application = get_wsgi_application()
