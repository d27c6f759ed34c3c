"""Calculations in the admin: to be looked at and deleted. They are made by the API, which evaluates them."""

from django.contrib import admin
from django.http import HttpRequest

from calculations.models import Calculation


@admin.register(Calculation)
class CalculationAdmin(admin.ModelAdmin):
    list_display = ["id", "expression", "result", "created"]
    list_filter = ["created"]
    search_fields = ["expression"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Calculation | None = None) -> bool:
        return False
