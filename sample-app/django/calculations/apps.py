"""The application as Django knows it."""

from django.apps import AppConfig


class CalculationsConfig(AppConfig):
    name = "calculations"
