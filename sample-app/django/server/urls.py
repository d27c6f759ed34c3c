"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from server.health import health

urlpatterns = [
    path("health/", health),
    path("api/calculations/", include("calculations.urls")),
    path("admin/", admin.site.urls),
]
