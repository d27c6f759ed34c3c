"""Settings of the site. What differs between two places comes from the environment; the defaults are production's."""

from os import environ
from pathlib import Path

from server import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# The one variable that every command needs: collectstatic runs where there is no database and no mail server.
# What a server needs beyond it is checked in wsgi.py.
environment.require(environ, "SECRET_KEY")
SECRET_KEY = environ["SECRET_KEY"]
DEBUG = environment.flag(environ, "DEBUG")

ALLOWED_HOSTS = environment.words(environ, "ALLOWED_HOSTS")
# TLS ends at the proxy, so that a form of the admin comes from https:// to a site that only sees http://. To name the
# site's own hosts is safer than to believe a header that any client could send.
CSRF_TRUSTED_ORIGINS = [
    f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in ALLOWED_HOSTS if host != "*"
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
# Strict transport security and the redirect to TLS: the proxy's, for the same reason.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]

INSTALLED_APPS = [
    "calculations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Static files without a second server. Not uWSGI's static-map: it takes content types from /etc/mime.types, which
    # a slim image does not have, and knows nothing of names with a hash, which a browser may keep for ever.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "server.urls"
WSGI_APPLICATION = "server.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": environment.database(environ, "DATABASE_URL")} if environ.get("DATABASE_URL") else {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The names without a hash are for nobody: pages have the others.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

EMAIL_HOST = environ.get("EMAIL_HOST", "")
EMAIL_PORT = environment.number(environ, "EMAIL_PORT", 25)
EMAIL_HOST_USER = environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environ.get("EMAIL_HOST_PASSWORD", "")
# A password does not travel in the clear unless somebody says so.
EMAIL_USE_TLS = environment.flag(environ, "EMAIL_USE_TLS", default=bool(EMAIL_HOST_USER))
# Seconds; a mail server that hangs must not hold a thread until its worker is killed.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environ.get("DEFAULT_FROM_EMAIL", "calculations@localhost")

# Django's own default logs to the console in debugging only, and mails errors to administrators that nobody named.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
