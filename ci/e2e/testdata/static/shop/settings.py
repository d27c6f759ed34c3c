import os
import pathlib
import secrets
import sys

BASE_DIR = pathlib.Path(__file__).parent.parent
SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_urlsafe()
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.staticfiles", "shop"]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
STATIC_URL = "/static/"
STATIC_ROOT = pathlib.Path("/var/www/static")  # a web server's folder, apart from the app's
DATA = pathlib.Path("/data")
if "collectstatic" in sys.argv:
    STATIC_VERSION = os.environ["STATIC_VERSION"]
