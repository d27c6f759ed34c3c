"""Addresses of the JSON API."""

from django.urls import path

from calculations import views

urlpatterns = [
    path("", views.Calculations.as_view(), name="calculations"),
    path("<int:pk>/", views.OneCalculation.as_view(), name="calculation"),
    path("<int:pk>/mail/", views.Mail.as_view(), name="mail"),
]
